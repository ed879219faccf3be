import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { BlobStore, MultipartRef } from '@kinora/ports';
import type { ZipFile } from 'yazl';

const PART_BYTES = 8 * 2 ** 20;
/** ASCII words: whatever unpacks it finds itself below the directory that it was told. */
const PATH = /^[A-Za-z0-9][A-Za-z0-9.-]*(?:\/[A-Za-z0-9][A-Za-z0-9.-]*)*$/;

/** A ZIP that goes into the blob store while it is made: a file and a part of it at a time are in memory. */
export class ArchiveWriter implements AsyncDisposable {
  readonly #blobs: BlobStore;
  readonly #zip: ZipFile;
  readonly #target: MultipartRef;
  readonly #failed: Promise<never>;
  readonly #written: Promise<number>;
  #whole = false;

  private constructor(blobs: BlobStore, zip: ZipFile, target: MultipartRef) {
    this.#blobs = blobs;
    this.#zip = zip;
    this.#target = target;
    this.#failed = once(zip, 'error').then(([error]) => Promise.reject(error));
    this.#failed.catch(() => {});
    this.#written = this.#write();
    this.#written.catch(() => {});
  }

  static async open(blobs: BlobStore, target: MultipartRef): Promise<ArchiveWriter> {
    const { ZipFile } = await import('yazl');
    return new ArchiveWriter(blobs, new ZipFile(), target);
  }

  /** Resolves when all of it has been taken. */
  async add(path: string, body: Readable | string, options: { compress: boolean }): Promise<void> {
    if (!PATH.test(path)) throw new Error(`No path of an archive: ${JSON.stringify(path.slice(0, 80))}`);
    const stream = new PassThrough();
    const taken = once(stream, 'end');
    taken.catch(() => {});
    if (typeof body === 'string') stream.end(body);
    else {
      body.on('error', (error) => stream.destroy(error));
      body.pipe(stream);
    }
    this.#zip.addReadStream(stream, path, { compress: options.compress });
    try {
      await Promise.race([taken, this.#failed, this.#written]);
    } finally {
      if (typeof body !== 'string') body.destroy();
    }
  }

  /** Answers its size; from then on the blob is there. */
  async finish(): Promise<number> {
    this.#zip.end();
    const sizeBytes = await Promise.race([this.#written, this.#failed]);
    this.#whole = true;
    return sizeBytes;
  }

  async #write(): Promise<number> {
    const parts: { part: number; etag: string }[] = [];
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    let sizeBytes = 0;
    const send = async () => {
      const body = Buffer.concat(waiting, waitingBytes);
      const part = parts.length + 1;
      waiting = [];
      waitingBytes = 0;
      parts.push({ part, ...(await this.#blobs.putPart(this.#target, part, body, body.byteLength)) });
    };
    for await (const chunk of this.#zip.outputStream as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      sizeBytes += chunk.byteLength;
      if (waitingBytes >= PART_BYTES) await send();
    }
    if (waitingBytes > 0) await send();
    await this.#blobs.completeMultipart(this.#target, parts);
    return sizeBytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#whole) return;
    (this.#zip.outputStream as Readable).destroy();
    await this.#written.catch(() => {});
    await this.#blobs.abortMultipart(this.#target);
    await this.#blobs.delete(this.#target.key);
  }
}
