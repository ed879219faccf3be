import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop } from './say.mjs';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function findInPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Node 24: the one that runs us, else the one that npm brought along. */
export function findNode24(root = ROOT) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (isExecutable(bundled)) return bundled;
  throw new Stop(
    `Kinora runs on Node 24, this is ${process.version}, and npm has none for ${process.platform}-${process.arch}: install it from https://nodejs.org/en/download`,
  );
}

/** ffmpeg with ffprobe beside it or in PATH, or undefined. */
export function findFfmpeg() {
  const given = process.env.FFMPEG_PATH;
  const ffmpeg = given && isExecutable(given) ? given : findInPath('ffmpeg');
  if (!ffmpeg) return undefined;
  const ffprobe = process.env.FFPROBE_PATH ?? join(dirname(ffmpeg), 'ffprobe');
  return isExecutable(ffprobe) || findInPath('ffprobe') ? ffmpeg : undefined;
}

export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && isExecutable(given)) return given;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const path = findInPath(name);
    // Ubuntu's package is a door to a store that containers do not have.
    if (path && !(name === 'chromium-browser' && existsSync('/usr/bin/snap'))) return path;
  }
  return undefined;
}

/** Directory of initdb and postgres, 15 or newer, or undefined. */
export function findPostgres() {
  const given = process.env.POSTGRES_BIN;
  if (given) return given;
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const version = versions.filter((each) => each >= 15).sort((a, b) => a - b)[0];
  return version ? join(base, String(version), 'bin') : undefined;
}
