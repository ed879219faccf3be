import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  assertOutsideTransaction,
  type BlobInfo,
  BlobNotFound,
  type BlobStore,
  InvalidBlobKey,
  type MultipartRef,
  type PutOptions,
} from '@kinora/ports';
import { keepRemovingAbandoned, removeAbandoned } from './abandoned-files.ts';
import { ASIDE, MULTIPART, makeParents, pathOf, removeEmptyParents } from './blob-paths.ts';
import { linkAside, linksFrom } from './link-aside.ts';
import { walk } from './list-blobs.ts';
import { MultipartUploads } from './multipart.ts';
import { full, syncDirectory, writeAside } from './write-aside.ts';

const MAX_PAGE = 1000;
const SWEEP_MS = 2 * 60 * 1000;

export interface FilesystemBlobStoreOptions {
  /** Made when absent. Several processes may use it at once. */
  directory: string;
  /** Pause between looks for what killed processes left; default two minutes. */
  sweepMs?: number;
  /** What such a look failed with; the next one tries again. Default: a warning of the process. */
  onError?: (error: unknown) => void;
}

/** Blobs as files of the same name below a directory, for one machine or a shared file system with links and renames. */
export async function createFilesystemBlobStore(options: FilesystemBlobStoreOptions): Promise<BlobStore> {
  const root = resolve(options.directory);
  await mkdir(join(root, ASIDE), { recursive: true, mode: 0o750 });
  await mkdir(join(root, MULTIPART), { recursive: true, mode: 0o750 });
  await removeAbandoned(root);
  const { sweepMs = SWEEP_MS, onError = (error) => process.emitWarning(String(error)) } = options;
  return new FilesystemBlobStore(root, keepRemovingAbandoned(root, { everyMs: sweepMs, onError }));
}

class FilesystemBlobStore implements BlobStore {
  readonly #root: string;
  readonly #uploads: MultipartUploads;
  readonly #sweeping: { stop(): Promise<void> };
  /** By directory, whether its files can be linked to: mounts do not change beneath a process. */
  readonly #shares = new Map<string, boolean>();

  constructor(root: string, sweeping: { stop(): Promise<void> }) {
    this.#root = root;
    this.#sweeping = sweeping;
    this.#uploads = new MultipartUploads(root);
  }

  async put(key: string, body: Uint8Array | Readable, options: PutOptions = {}): Promise<boolean> {
    assertOutsideTransaction('The blob store');
    const path = pathOf(this.#root, key);
    if (!(body instanceof Uint8Array) && options.size === undefined) throw new TypeError('A stream needs its size.');
    const aside = join(this.#root, ASIDE, randomUUID());
    await writeAside(aside, body, { ...(options.size !== undefined && { size: options.size }) });
    return this.#show(aside, { path, key, ifAbsent: options.ifAbsent ?? false });
  }

  async putFile(key: string, path: string, sizeBytes: number): Promise<void> {
    assertOutsideTransaction('The blob store');
    const to = pathOf(this.#root, key);
    const aside = join(this.#root, ASIDE, randomUUID());
    if (!(await linkAside(aside, path, sizeBytes)))
      await writeAside(aside, createReadStream(path, { highWaterMark: 1024 * 1024 }), { size: sizeBytes });
    await this.#show(aside, { path: to, key, ifAbsent: false });
  }

  async sharesFilesOf(directory: string): Promise<boolean> {
    const known = this.#shares.get(directory);
    if (known !== undefined) return known;
    const shares = await linksFrom(directory, join(this.#root, ASIDE));
    this.#shares.set(directory, shares);
    return shares;
  }

  /** Gives a written file its name. A parent that was removed as empty at the same moment is made again. */
  async #show(aside: string, as: { path: string; key: string; ifAbsent: boolean }): Promise<boolean> {
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          await makeParents(this.#root, as.path, as.key);
          if (as.ifAbsent) await link(aside, as.path);
          else await rename(aside, as.path);
          await syncDirectory(dirname(as.path));
          return true;
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code;
          if (code === 'EEXIST' && as.ifAbsent) {
            // A directory of that name is no blob: the key is a prefix of others.
            if ((await stat(as.path)).isDirectory()) throw new InvalidBlobKey(as.key);
            return false;
          }
          if (code === 'EISDIR' || code === 'ENOTEMPTY') throw new InvalidBlobKey(as.key);
          if (code !== 'ENOENT' || attempt >= 10) throw full(error);
        }
      }
    } finally {
      await rm(aside, { force: true });
    }
  }

  async read(key: string, options: { start?: number; end?: number; signal?: AbortSignal } = {}): Promise<Readable> {
    assertOutsideTransaction('The blob store');
    const start = options.start ?? 0;
    if (start < 0 || (options.end !== undefined && options.end < start)) throw new RangeError('Not a range of bytes.');
    options.signal?.throwIfAborted();
    const file = await this.#open(key);
    if (options.end === start) {
      await file.close();
      return Readable.from([], { objectMode: false });
    }
    return file.createReadStream({
      start,
      ...(options.end !== undefined && { end: options.end - 1 }),
      ...(options.signal && { signal: options.signal }),
      highWaterMark: 256 * 1024,
    });
  }

  async readAll(key: string, options: { maxBytes?: number } = {}): Promise<Uint8Array> {
    assertOutsideTransaction('The blob store');
    const file = await this.#open(key);
    try {
      const { size } = await file.stat();
      if (options.maxBytes !== undefined && size > options.maxBytes)
        throw new RangeError(
          `The blob ${key} has ${size} bytes, more than the ${options.maxBytes} that were asked for.`,
        );
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  async head(key: string): Promise<BlobInfo | undefined> {
    try {
      const found = await stat(pathOf(this.#root, key));
      return found.isFile() ? { key, sizeBytes: found.size, modifiedAt: found.mtime } : undefined;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async list(
    prefix: string,
    options: { after?: string; limit?: number } = {},
  ): Promise<{ blobs: BlobInfo[]; more: boolean }> {
    assertPrefix(prefix);
    const limit = Math.min(options.limit ?? MAX_PAGE, MAX_PAGE);
    const blobs: BlobInfo[] = [];
    for await (const blob of walk(this.#root, prefix, options.after ?? '')) {
      if (blobs.length === limit) return { blobs, more: true };
      blobs.push(blob);
    }
    return { blobs, more: false };
  }

  async delete(key: string): Promise<void> {
    const path = pathOf(this.#root, key);
    try {
      await unlink(path);
    } catch (error) {
      if (isAbsence(error) || ['EISDIR', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
      throw error;
    }
    await syncDirectory(dirname(path)).catch((error) => {
      if (!isAbsence(error)) throw error;
    });
    await removeEmptyParents(this.#root, path);
  }

  async deletePrefix(prefix: string): Promise<number> {
    assertOutsideTransaction('The blob store');
    if (prefix === '') throw new InvalidBlobKey(prefix);
    assertPrefix(prefix);
    let deleted = 0;
    for (;;) {
      const page = await this.list(prefix);
      for (const blob of page.blobs) await this.delete(blob.key);
      deleted += page.blobs.length;
      if (!page.more) return deleted;
    }
  }

  async startMultipart(key: string): Promise<string> {
    pathOf(this.#root, key);
    return this.#uploads.start(key);
  }

  async putPart(
    upload: MultipartRef,
    part: number,
    body: Uint8Array | Readable,
    size: number,
  ): Promise<{ etag: string }> {
    assertOutsideTransaction('The blob store');
    return this.#uploads.putPart(upload, part, body, size);
  }

  listParts(upload: MultipartRef): Promise<{ part: number; size: number; etag: string }[]> {
    return this.#uploads.list(upload);
  }

  async completeMultipart(upload: MultipartRef, parts: { part: number; etag: string }[]): Promise<void> {
    assertOutsideTransaction('The blob store');
    const assembled = await this.#uploads.assemble(upload, parts);
    if (!assembled) {
      // Completed before, by this caller or by one that then died: the blob says so.
      if (await this.head(upload.key)) return;
      throw new BlobNotFound(upload.key);
    }
    await this.put(upload.key, assembled.body, { size: assembled.size });
    await this.#uploads.remove(upload);
  }

  abortMultipart(upload: MultipartRef): Promise<void> {
    return this.#uploads.remove(upload);
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#root);
    return bavail * bsize;
  }

  async isReady(): Promise<boolean> {
    const timer = new AbortController();
    const late = delay(2000, false, { signal: timer.signal }).catch(() => false);
    const answer = await Promise.race([this.#answers(), late]);
    timer.abort();
    return answer;
  }

  async #answers(): Promise<boolean> {
    const path = join(this.#root, ASIDE, randomUUID());
    try {
      await writeAside(path, Buffer.from('ready'), {});
      await rm(path);
      return true;
    } catch {
      // The question was whether it works; why not is told to those who write.
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#sweeping.stop();
  }

  async #open(key: string): Promise<FileHandle> {
    const path = pathOf(this.#root, key);
    try {
      const file = await open(path, 'r');
      if ((await file.stat()).isFile()) return file;
      await file.close();
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
    throw new BlobNotFound(key);
  }
}

function isAbsence(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function assertPrefix(prefix: string): void {
  if (prefix !== '' && !/^[a-zA-Z0-9_-][a-zA-Z0-9._/-]*$/.test(prefix)) throw new InvalidBlobKey(prefix);
  if (/\/[./]|\/\//.test(prefix)) throw new InvalidBlobKey(prefix);
}
