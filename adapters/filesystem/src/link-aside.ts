import { randomUUID } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobBodyMismatch } from '@kinora/ports';
import { full } from './write-aside.ts';

/** Two disks, or two mounts of one; a file system without links; a file of somebody else. */
const NO_LINK = new Set(['EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** The file `path` once more under the name `aside`, synced; false, and nothing has changed, where it cannot be linked to. */
export async function linkAside(aside: string, path: string, sizeBytes: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size !== sizeBytes)
      throw new BlobBodyMismatch(`The file has ${size} bytes instead of ${sizeBytes}. Nothing was stored.`);
    await file.chmod(0o640);
    // A blob is as old as it is in the store, and what is aside belongs to nobody when it is old.
    const now = new Date();
    await file.utimes(now, now);
    await file.sync();
    await link(path, aside);
    return true;
  } catch (error) {
    if (isNoLink(error)) return false;
    throw full(error);
  } finally {
    await file.close();
  }
}

/** Whether files of a directory can be linked to from `aside`: tried, because mounts of one disk look alike. */
export async function linksFrom(directory: string, aside: string): Promise<boolean> {
  const name = `.${randomUUID()}`;
  const path = join(directory, name);
  const linked = join(aside, name);
  try {
    await (await open(path, 'wx', 0o600)).close();
    await link(path, linked);
    await unlink(linked);
    return true;
  } catch (error) {
    if (isNoLink(error)) return false;
    throw full(error);
  } finally {
    await unlink(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && !isNoLink(error)) throw error;
    });
  }
}

function isNoLink(error: unknown): boolean {
  return NO_LINK.has((error as NodeJS.ErrnoException).code ?? '');
}
