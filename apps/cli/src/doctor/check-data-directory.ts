import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatBytes } from '../upload/progress-line.ts';
import type { Finding } from './finding.ts';

const NEEDED_BYTES = 1e9;
const COMFORTABLE_BYTES = 20e9;

export async function checkDataDirectory(path: string): Promise<Finding> {
  const about = 'data';
  const present = existingParent(path);
  try {
    await access(present, constants.W_OK | constants.X_OK);
  } catch {
    return {
      state: 'bad',
      about,
      found: `${present} cannot be written by this user.`,
      remedy: 'Choose another directory with DATA_DIR, or give this user the right.',
    };
  }
  if (present !== path) return { state: 'good', about, found: `${path} will be made at the first start.` };
  const { mode } = await stat(path);
  if ((mode & 0o007) !== 0) {
    return {
      state: 'poor',
      about,
      found: `${path} can be read by every user of this machine.`,
      remedy: `Type: chmod 700 ${path}`,
    };
  }
  return { state: 'good', about, found: `${path} is there and can be written.` };
}

export async function checkDiskSpace(path: string): Promise<Finding> {
  const present = existingParent(path);
  const { bavail, bsize } = await statfs(present);
  const freeBytes = bavail * bsize;
  const found = `${formatBytes(freeBytes)} are free for ${path}.`;
  if (freeBytes >= COMFORTABLE_BYTES) return { state: 'good', about: 'disk', found };
  return {
    state: freeBytes < NEEDED_BYTES ? 'bad' : 'poor',
    about: 'disk',
    found,
    remedy: 'A film takes about twice its size: make room, or choose a larger disk with DATA_DIR.',
  };
}

function existingParent(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : existingParent(dirname(path));
}
