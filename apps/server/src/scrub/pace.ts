import { setTimeout as delay } from 'node:timers/promises';

/** Falling behind is not made up for: after a slow stretch nobody reads faster than the rate. */
const MOST_BEHIND_MS = 250;

/** Keeps reading to a rate, so that others have the disk to themselves most of the time. */
export class Pace {
  readonly #bytesPerMs: number;
  readonly #signal: AbortSignal;
  #dueAt = performance.now();

  /** @param options.bytesPerSecond null: as fast as it goes. */
  constructor(options: { bytesPerSecond: number | null; signal: AbortSignal }) {
    this.#bytesPerMs = (options.bytesPerSecond ?? Number.POSITIVE_INFINITY) / 1000;
    this.#signal = options.signal;
  }

  /** Resolves when so many bytes more are within the rate; rejects when the signal is aborted. */
  async spend(bytes: number): Promise<void> {
    this.#signal.throwIfAborted();
    const now = performance.now();
    this.#dueAt = Math.max(this.#dueAt, now - MOST_BEHIND_MS) + bytes / this.#bytesPerMs;
    if (this.#dueAt > now + 1) await delay(this.#dueAt - now, undefined, { signal: this.#signal });
  }
}
