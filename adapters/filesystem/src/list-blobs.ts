import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobInfo } from '@kinora/ports';

/**
 * Keys below `root` that start with `prefix`, ascending by their bytes as an object store orders them: `a-b` comes before
 * `a/b`, so a directory is sorted as if its name ended with the slash.
 */
export async function* walk(root: string, prefix: string, after: string): AsyncGenerator<BlobInfo> {
  const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* walkDirectory({ root, directory, prefix, after });
}

async function* walkDirectory(at: {
  root: string;
  directory: string;
  prefix: string;
  after: string;
}): AsyncGenerator<BlobInfo> {
  const entries = await readdir(join(at.root, at.directory), { withFileTypes: true }).catch(ignoreAbsent);
  const names = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => at.directory + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort();
  for (const name of names) {
    if (name.endsWith('/')) {
      const overlaps = name.startsWith(at.prefix) || at.prefix.startsWith(name);
      // Everything below `name` sorts before `after` unless `after` is inside or before it.
      const reached = name > at.after || at.after.startsWith(name);
      if (overlaps && reached) yield* walkDirectory({ ...at, directory: name });
      continue;
    }
    if (!name.startsWith(at.prefix) || name <= at.after) continue;
    const info = await stat(join(at.root, name)).catch(() => undefined);
    if (info?.isFile()) yield { key: name, sizeBytes: info.size, modifiedAt: info.mtime };
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): [] {
  // The directory of the prefix never existed or was just emptied; a prefix may also go through a blob.
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
