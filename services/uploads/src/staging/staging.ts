import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newUuid } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import { type Extent, extentAt } from '../domain/extents.ts';

const READ_BYTES = 1 << 20;

/** A file ends before its bytes: they have moved into a newer one, or are lost. */
export class StagedBytesMissing extends Error {}

/**
 * Files on their way in, on a volume that outlives the process. Each owner writes a file of its own, named by fencing
 * token.
 */
export class Staging {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens the owner's extent for writing at a position within the whole upload. */
  async openExtent(uploadId: string, extent: Extent): Promise<ExtentWriter> {
    const directory = join(this.#directory, uploadId);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // `r+` needs the file, `a` ignores positions: make it first.
    const path = this.pathOf(uploadId, extent);
    await (await open(path, 'a', 0o600)).close();
    return new ExtentWriter(await open(path, 'r+'), extent.fileStartBytes);
  }

  pathOf(uploadId: string, extent: Extent): string {
    return join(this.#directory, uploadId, `${extent.token}-${extent.fileStartBytes}`);
  }

  /** Frees the room of what an extent's file holds from a position within the upload on: it has moved into a newer one. */
  async shorten(uploadId: string, extent: Extent, fromBytes: number): Promise<void> {
    const path = this.pathOf(uploadId, extent);
    if (fromBytes <= extent.startBytes) return rm(path, { force: true });
    const length = fromBytes - extent.fileStartBytes;
    // Shortened already, it would get zeros at its end.
    if ((await stat(path)).size > length) await truncate(path, length);
  }

  /** The acknowledged bytes from `start` to `end`, in order, across extents. Throws when one of them is missing. */
  async *read(
    uploadId: string,
    extents: readonly Extent[],
    range: { start: number; end: number },
  ): AsyncGenerator<Buffer> {
    let position = range.start;
    while (position < range.end) {
      const found = extentAt(extents, position);
      if (!found) throw new StagedBytesMissing(`Upload ${uploadId} has no bytes at ${position}.`);
      const { extent } = found;
      const end = Math.min(range.end, found.endBytes);
      const file = await open(this.pathOf(uploadId, extent), 'r');
      try {
        while (position < end) {
          const length = Math.min(READ_BYTES, end - position);
          const { bytesRead, buffer } = await file.read(
            Buffer.allocUnsafe(length),
            0,
            length,
            position - extent.fileStartBytes,
          );
          if (bytesRead === 0)
            throw new StagedBytesMissing(`Upload ${uploadId} ends at ${position} instead of ${end}.`);
          position += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    }
  }

  /** Keeps an index that was sent ahead: readers find all of it or nothing, and never another one. */
  async putIndex(uploadId: string, sha256: string, bytes: Uint8Array): Promise<void> {
    const directory = join(this.#directory, uploadId);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const arriving = join(directory, `arriving-${newUuid()}`);
    try {
      await writeFile(arriving, bytes, { mode: 0o600, flush: true });
      await rename(arriving, join(directory, indexName(sha256)));
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    }
  }

  async readIndex(uploadId: string, sha256: string): Promise<Buffer | undefined> {
    return readFile(join(this.#directory, uploadId, indexName(sha256))).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  async remove(uploadId: string): Promise<void> {
    await rm(join(this.#directory, uploadId), { recursive: true, force: true });
  }

  /** Ids of the uploads that have files here. */
  async list(): Promise<string[]> {
    return readdir(this.#directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  /** Whether a file becomes a blob where it lies, without room for a second copy. */
  async sharesFilesWith(blobs: BlobStore): Promise<boolean> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    return blobs.sharesFilesOf(this.#directory);
  }

  async freeBytes(): Promise<number> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize;
  }
}

export class ExtentWriter {
  readonly #file: Awaited<ReturnType<typeof open>>;
  readonly #fileStartBytes: number;

  constructor(file: Awaited<ReturnType<typeof open>>, fileStartBytes: number) {
    this.#file = file;
    this.#fileStartBytes = fileStartBytes;
  }

  /** Writes all of the buffers at `offsetBytes` of the upload. */
  async write(buffers: Buffer[], offsetBytes: number): Promise<void> {
    let position = offsetBytes - this.#fileStartBytes;
    let pending = buffers;
    while (pending.length > 0) {
      const { bytesWritten } = await this.#file.writev(pending, position);
      position += bytesWritten;
      pending = dropBytes(pending, bytesWritten);
    }
  }

  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

function indexName(sha256: string): string {
  return `index-${sha256}`;
}

function dropBytes(buffers: Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  const rest: Buffer[] = [];
  for (const buffer of buffers) {
    if (left >= buffer.length) left -= buffer.length;
    else {
      rest.push(buffer.subarray(left));
      left = 0;
    }
  }
  return rest;
}
