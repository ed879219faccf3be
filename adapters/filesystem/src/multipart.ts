import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BlobNotFound, type MultipartRef } from '@kinora/ports';
import { MULTIPART } from './blob-paths.ts';
import { syncDirectory, writeAside } from './write-aside.ts';

/**
 * A directory for each upload: `key` names the blob, `<part>.<etag>` are the parts. A part that is put again replaces the
 * one before, and the etag is in the name so that part and etag can never disagree.
 */
export class MultipartUploads {
  readonly #directory: string;

  constructor(root: string) {
    this.#directory = join(root, MULTIPART);
  }

  async start(key: string): Promise<string> {
    const uploadId = randomUUID();
    const directory = join(this.#directory, uploadId);
    await mkdir(directory, { recursive: true, mode: 0o750 });
    await writeAside(join(directory, 'key'), Buffer.from(key), {});
    await syncDirectory(directory);
    await syncDirectory(this.#directory);
    return uploadId;
  }

  async putPart(
    upload: MultipartRef,
    part: number,
    body: Uint8Array | Readable,
    size: number,
  ): Promise<{ etag: string }> {
    if (!Number.isInteger(part) || part < 1 || part > 10_000)
      throw new RangeError(`There is no part ${part}: parts are 1 to 10000.`);
    const directory = await this.#open(upload);
    const hash = createHash('md5');
    const aside = join(directory, `.${randomUUID()}`);
    await writeAside(aside, body, { size, onChunk: (chunk) => hash.update(chunk) });
    const etag = hash.digest('hex');
    const before = (await this.#parts(directory)).filter((other) => other.part === part && other.etag !== etag);
    await rename(aside, join(directory, `${part}.${etag}`));
    for (const other of before) await rm(join(directory, `${part}.${other.etag}`), { force: true });
    await syncDirectory(directory);
    return { etag };
  }

  async list(upload: MultipartRef): Promise<{ part: number; size: number; etag: string }[]> {
    return this.#parts(await this.#open(upload));
  }

  /** The parts one after another, or undefined when the upload is over. Rejects when a part named is not there. */
  async assemble(
    upload: MultipartRef,
    parts: { part: number; etag: string }[],
  ): Promise<{ body: Readable; size: number } | undefined> {
    if (!this.#exists(upload)) return undefined;
    const directory = await this.#open(upload);
    const present = new Map((await this.#parts(directory)).map((part) => [part.part, part]));
    let size = 0;
    const paths = parts.map(({ part, etag }, index) => {
      const found = present.get(part);
      if (part !== index + 1 || found?.etag !== etag)
        throw new Error(`Part ${part} of the upload is not the one that was stored.`);
      size += found.size;
      return join(directory, `${part}.${etag}`);
    });
    async function* content(): AsyncGenerator<Uint8Array> {
      for (const path of paths) yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
    }
    return { body: Readable.from(content(), { objectMode: false }), size };
  }

  async remove(upload: MultipartRef): Promise<void> {
    if (!this.#exists(upload)) return;
    await rm(join(this.#directory, upload.uploadId), { recursive: true, force: true });
  }

  #exists(upload: MultipartRef): boolean {
    return /^[0-9a-f-]{36}$/.test(upload.uploadId) && existsSync(join(this.#directory, upload.uploadId, 'key'));
  }

  async #open(upload: MultipartRef): Promise<string> {
    if (!this.#exists(upload)) throw new BlobNotFound(upload.key);
    const directory = join(this.#directory, upload.uploadId);
    if ((await readFile(join(directory, 'key'), 'utf8')) !== upload.key) throw new BlobNotFound(upload.key);
    return directory;
  }

  async #parts(directory: string): Promise<{ part: number; size: number; etag: string }[]> {
    const parts = [];
    for (const name of await readdir(directory)) {
      const match = /^(\d+)\.([0-9a-f]{32})$/.exec(name);
      if (!match) continue;
      const { size } = await stat(join(directory, name));
      parts.push({ part: Number(match[1]), size, etag: match[2] ?? '' });
    }
    return parts.sort((a, b) => a.part - b.part);
  }
}
