import { createHash, type Hash } from 'node:crypto';
import type { UploadRow } from '../store/uploads-store.ts';

/** Compares an index that was sent ahead with the same place of the file, as its bytes pass. */
export class IndexCheck {
  readonly #start: number;
  readonly #end: number;
  readonly #expected: string | null;
  readonly #hash: Hash = createHash('sha256');
  #position = 0;

  constructor(upload: Pick<UploadRow, 'index_offset_bytes' | 'index_size_bytes' | 'index_sha256'>) {
    this.#start = Number(upload.index_offset_bytes ?? 0);
    this.#end = this.#start + (upload.index_size_bytes ?? 0);
    this.#expected = upload.index_sha256;
  }

  /** The next bytes of the file. */
  pass(chunk: Uint8Array): void {
    const from = Math.max(0, this.#start - this.#position);
    const to = Math.min(chunk.length, this.#end - this.#position);
    if (from < to) this.#hash.update(chunk.subarray(from, to));
    this.#position += chunk.length;
  }

  /** Asked once, when all of the file has passed. */
  differs(): boolean {
    return this.#expected !== null && this.#hash.digest('hex') !== this.#expected;
  }
}
