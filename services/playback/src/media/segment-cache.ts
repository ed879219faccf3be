import type { BlobStore } from '@kinora/ports';
import { LRUCache } from './lru-cache.ts';

/** Larger files are streamed, never kept. */
const LARGEST_BYTES = 16 * 2 ** 20;

/** Hot segments in memory; several requests for one cold segment read it once. Blobs never change, so nothing expires. */
export class SegmentCache {
  readonly #blobs: BlobStore;
  readonly #bytes: LRUCache<string, Buffer>;
  readonly #pending = new Map<string, Promise<Buffer>>();

  constructor(options: { blobs: BlobStore; maxBytes: number }) {
    this.#blobs = options.blobs;
    this.#bytes = new LRUCache(options.maxBytes, (buffer) => buffer.length);
  }

  /** Rejects with `BlobNotFound`. */
  async get(key: string): Promise<Buffer> {
    const known = this.#bytes.get(key);
    if (known) return known;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#read(key).finally(() => this.#pending.delete(key));
      this.#pending.set(key, pending);
    }
    return pending;
  }

  async #read(key: string): Promise<Buffer> {
    const bytes = await this.#blobs.readAll(key);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (buffer.length <= LARGEST_BYTES) this.#bytes.set(key, buffer);
    return buffer;
  }
}
