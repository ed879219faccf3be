import type { BlobStore } from '@kinora/ports';

/** How old what is known about the disk may be. */
const FRESH_MS = 1000;
/** A put has found no room, whatever was said about free bytes (a quota of the file system): so long nothing new is tried. */
const FULL_MS = 5000;

/**
 * Whether the blob store has room for work. Nothing new begins with less free than the reserve, and with less than half
 * of it what is under way is given back, too: the database lives on the same disk.
 */
export class StorageRoom {
  readonly #blobs: Pick<BlobStore, 'freeBytes'>;
  readonly #reserveBytes: number;
  #known: { freeBytes: number; at: number } | undefined;
  #fullUntil = Number.NEGATIVE_INFINITY;

  constructor(options: { blobs: Pick<BlobStore, 'freeBytes'>; reserveBytes: number }) {
    this.#blobs = options.blobs;
    this.#reserveBytes = options.reserveBytes;
  }

  /** New work may begin. */
  async mayBegin(): Promise<boolean> {
    return performance.now() > this.#fullUntil && (await this.#freeBytes()) >= this.#reserveBytes;
  }

  /** Results of work that is under way may still be stored. */
  async mayStore(): Promise<boolean> {
    return (await this.#freeBytes()) >= this.#reserveBytes / 2;
  }

  /** A put has found no room. */
  noteFull(): void {
    this.#fullUntil = performance.now() + FULL_MS;
    this.#known = undefined;
  }

  async #freeBytes(): Promise<number> {
    const now = performance.now();
    if (!this.#known || now - this.#known.at > FRESH_MS) {
      this.#known = { freeBytes: (await this.#blobs.freeBytes()) ?? Number.POSITIVE_INFINITY, at: now };
    }
    return this.#known.freeBytes;
  }
}
