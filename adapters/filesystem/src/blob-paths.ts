import { mkdir, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertBlobKey, InvalidBlobKey } from '@kinora/ports';
import { syncDirectory } from './write-aside.ts';

/** Segments of keys never start with a dot, so these never meet a blob. */
export const ASIDE = '.aside';
export const MULTIPART = '.multipart';

export function pathOf(root: string, key: string): string {
  assertBlobKey(key);
  return join(root, key);
}

/** Makes the directories down to `path` and syncs each in its parent. */
export async function makeParents(root: string, path: string, key: string): Promise<void> {
  const directory = dirname(path);
  if (directory === root) return;
  try {
    const first = await mkdir(directory, { recursive: true, mode: 0o750 });
    if (first === undefined) return;
    for (let made = directory; ; made = dirname(made)) {
      await syncDirectory(dirname(made));
      if (made === first || made === root) return;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A blob has the name of one of the directories: no key is both a blob and a prefix.
    if (code === 'ENOTDIR' || code === 'EEXIST') throw new InvalidBlobKey(key);
    throw error;
  }
}

/** Removes the directories above `path` that have become empty. */
export async function removeEmptyParents(root: string, path: string): Promise<void> {
  for (
    let directory = dirname(path);
    directory !== root && directory.startsWith(root);
    directory = dirname(directory)
  ) {
    try {
      await rmdir(directory);
    } catch {
      // Not empty, gone already, or just refilled: in each case it is none of ours any more.
      return;
    }
  }
}
