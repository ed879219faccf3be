import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from './command.ts';

/** One folder for all workers of this user, so that each removes what those that were killed have left. */
export async function workerDirectory(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const path = join(tmpdir(), `kinora-worker-${uid}`);
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  // Anybody may write into the folder for temporary files, also what is named like ours.
  if (found.isDirectory() && found.uid === uid) return path;
  throw new CommandError(`${path} belongs to somebody else. Remove it, or name another folder with TMPDIR.`);
}
