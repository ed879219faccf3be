import type { Cache } from './cache.ts';

export interface MemoryCacheOptions {
  /** Sum of keys and values, with about 100 bytes for each entry. Default 32 MiB. */
  maxBytes?: number;
  now?: () => number;
}

interface Entry {
  value: Uint8Array;
  expiresAt: number;
  bytes: number;
}

interface Counter {
  value: number;
  expiresAt: number;
}

const ENTRY_OVERHEAD_BYTES = 100;
/** Far above what rate limits need; beyond it the oldest counters are forgotten first. */
const MAX_COUNTERS = 100_000;

/** The cache of one process: the least recently used values make room, and what expired is dropped when it is met. */
export function createMemoryCache(options: MemoryCacheOptions = {}): Cache {
  return new MemoryCache(options.maxBytes ?? 32 * 1024 * 1024, options.now ?? Date.now);
}

class MemoryCache implements Cache {
  /** In the order of use: a Map keeps the order of insertion, and each use inserts again. */
  readonly #entries = new Map<string, Entry>();
  readonly #counters = new Map<string, Counter>();
  readonly #maxBytes: number;
  readonly #now: () => number;
  #bytes = 0;

  constructor(maxBytes: number, now: () => number) {
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#remove(key);
    if (entry.expiresAt <= this.#now()) return undefined;
    this.#insert(key, entry);
    // A copy: what the caller does with its bytes must not change what others read.
    return entry.value.slice();
  }

  async set(key: string, value: Uint8Array, options: { ttlMs: number }): Promise<void> {
    this.#remove(key);
    const bytes = value.byteLength + key.length * 2 + ENTRY_OVERHEAD_BYTES;
    if (bytes > this.#maxBytes) return;
    this.#insert(key, { value: value.slice(), expiresAt: this.#now() + options.ttlMs, bytes });
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  async delete(key: string): Promise<void> {
    this.#remove(key);
    this.#counters.delete(key);
  }

  async increment(
    key: string,
    options: { by?: number; windowMs: number },
  ): Promise<{ value: number; remainingMs: number }> {
    const now = this.#now();
    let counter = this.#counters.get(key);
    if (!counter || counter.expiresAt <= now) {
      this.#counters.delete(key);
      counter = { value: 0, expiresAt: now + options.windowMs };
      this.#counters.set(key, counter);
      this.#boundCounters(now);
    }
    counter.value += options.by ?? 1;
    return { value: counter.value, remainingMs: counter.expiresAt - now };
  }

  async close(): Promise<void> {
    this.#entries.clear();
    this.#counters.clear();
    this.#bytes = 0;
  }

  #insert(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #boundCounters(now: number): void {
    // Two looked at for one made: what has expired goes without a timer of its own.
    let looked = 0;
    for (const [key, counter] of this.#counters) {
      if (counter.expiresAt <= now || this.#counters.size > MAX_COUNTERS) this.#counters.delete(key);
      else if (++looked >= 2) return;
    }
  }
}
