import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

/** Files below the given paths of `root`, as paths relative to it, in order. */
export function listFiles(root, paths, wanted = () => true) {
  const found = [];
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isFile()) {
      if (wanted(path)) found.push({ path, size: stat.size, mtimeMs: stat.mtimeMs });
      return;
    }
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      if (entry.isDirectory() || (entry.isFile() && wanted(`${path}/${entry.name}`))) visit(`${path}/${entry.name}`);
    }
  };
  for (const path of paths) visit(path);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Whether files are those of the stamp. Sizes and times are compared first; contents only when one of those differs,
 * as after a fresh checkout of the same commit.
 */
export function matchesStamp(root, stampFile, files) {
  const stamp = readStamp(stampFile);
  if (!stamp) return false;
  const times = timesOf(files);
  if (stamp.times === times) return true;
  if (stamp.hash !== hashOf(root, files)) return false;
  writeFileSync(stampFile, JSON.stringify({ ...stamp, times }));
  return true;
}

export function writeStamp(root, stampFile, files) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ hash: hashOf(root, files), times: timesOf(files) }));
}

function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Absent or cut short: the same as no stamp.
    return undefined;
  }
}

function timesOf(files) {
  return createHash('sha256')
    .update(files.map(({ path, size, mtimeMs }) => `${path}\0${size}\0${mtimeMs}`).join('\n'))
    .digest('base64url');
}

function hashOf(root, files) {
  const hash = createHash('sha256');
  for (const { path } of files) {
    const content = createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('base64url');
    hash.update(`${path}\0${content}\n`);
  }
  return hash.digest('base64url');
}
