import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { BlobBodyMismatch, BlobStoreFull } from '@kinora/ports';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes and syncs `body` into the new file `path`; on any failure the file is gone again. Answers its size. */
export async function writeAside(
  path: string,
  body: Uint8Array | Readable,
  options: { size?: number; onChunk?: (chunk: Uint8Array) => void },
): Promise<number> {
  let file: FileHandle | undefined;
  try {
    if (body instanceof Uint8Array && options.size !== undefined && body.byteLength !== options.size)
      throw mismatch(`The body has ${body.byteLength} bytes instead of ${options.size}.`);
    file = await open(path, 'wx', 0o640);
    const written = await writeBody(file, body, options);
    if (options.size !== undefined && written !== options.size)
      throw mismatch(`The body ended after ${written} of ${options.size} bytes.`);
    await file.datasync();
    await file.close();
    return written;
  } catch (error) {
    await file?.close().catch(() => {});
    if (file) await unlink(path);
    throw full(error);
  } finally {
    if (!(body instanceof Uint8Array)) body.destroy();
  }
}

async function writeBody(
  file: FileHandle,
  body: Uint8Array | Readable,
  { size, onChunk }: { size?: number; onChunk?: (chunk: Uint8Array) => void },
): Promise<number> {
  if (body instanceof Uint8Array) {
    onChunk?.(body);
    await writeWhole(file, body);
    return body.byteLength;
  }
  let written = 0;
  for await (const chunk of chunksOf(body)) {
    written += chunk.byteLength;
    if (size !== undefined && written > size) throw mismatch(`The body is longer than ${size} bytes.`);
    onChunk?.(chunk);
    await writeWhole(file, chunk);
  }
  return written;
}

async function* chunksOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (cause) {
    throw mismatch('The source of the body failed.', cause);
  }
}

/** `write` may write less than it was given. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) done += (await file.write(bytes, done)).bytesWritten;
}

function mismatch(message: string, cause?: unknown): BlobBodyMismatch {
  return new BlobBodyMismatch(`${message} Nothing was stored.`, { cause });
}

export function full(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return FULL.has(code) ? new BlobStoreFull(error) : error;
}

/** A name is on disk only when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
