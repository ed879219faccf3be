import { execFile } from 'node:child_process';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of some megabytes in memory, which can be filled and emptied. Needs the right to mount: tests of faults run as root. */
export class SmallDisk implements AsyncDisposable {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Mounts it on a directory that exists. */
  static async mount(path: string, megabytes: number): Promise<SmallDisk> {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'kinora-test', path]);
    return new SmallDisk(path);
  }

  /** Leaves so many bytes free. */
  async fill(freeBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.path);
    const ballast = await open(join(this.path, '.ballast'), 'a');
    const block = Buffer.alloc(bsize);
    try {
      for (let left = bavail * bsize - freeBytes; left > 0; left -= bsize) await ballast.write(block);
    } catch (error) {
      // Somebody else has taken the rest meanwhile: it is full all the same.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await ballast.close();
    }
  }

  async empty(): Promise<void> {
    await rm(join(this.path, '.ballast'), { force: true });
  }

  /** Also while a process still has files open there. */
  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', ['--lazy', this.path]);
  }
}
