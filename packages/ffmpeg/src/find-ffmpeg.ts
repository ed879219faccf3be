import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { MediaFailure } from './media-failure.ts';

export type Ffmpeg = {
  ffmpegPath: string;
  ffprobePath: string;
  /** util-linux `prlimit`, where the machine has it: memory limits. */
  prlimitPath: string | undefined;
  /** As printed: `5.1.9-0+deb12u1`. */
  version: string;
  encoders: ReadonlySet<string>;
  filters: ReadonlySet<string>;
};

let found: Promise<Ffmpeg> | undefined;

/**
 * Paths and abilities of ffmpeg: FFMPEG_PATH (with ffprobe beside it, or FFPROBE_PATH) or PATH. Looked up once per
 * process, again after a failure. Throws MediaFailure `ffmpeg_missing`.
 */
export function findFfmpeg(): Promise<Ffmpeg> {
  found ??= lookUp().catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function lookUp(): Promise<Ffmpeg> {
  const ffmpegPath = await firstExecutable([process.env.FFMPEG_PATH, ...inPath('ffmpeg')]);
  if (ffmpegPath === undefined) throw new MediaFailure('ffmpeg_missing', 'no ffmpeg in FFMPEG_PATH or PATH');
  const ffprobePath = await firstExecutable([
    process.env.FFPROBE_PATH,
    join(dirname(ffmpegPath), 'ffprobe'),
    ...inPath('ffprobe'),
  ]);
  if (ffprobePath === undefined) throw new MediaFailure('ffmpeg_missing', 'ffmpeg without ffprobe');
  const [version, encoders, filters, prlimitPath] = await Promise.all([
    ask(ffmpegPath, '-version'),
    ask(ffmpegPath, '-encoders'),
    ask(ffmpegPath, '-filters'),
    firstExecutable(inPath('prlimit')),
  ]);
  const ffmpeg: Ffmpeg = {
    ffmpegPath,
    ffprobePath,
    prlimitPath,
    version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? 'unknown',
    encoders: new Set(Array.from(encoders.matchAll(/^ [VAS][A-Z.]{5} (\S+)/gm), (match) => match[1] ?? '')),
    filters: new Set(Array.from(filters.matchAll(/^ [TSC.]{3} (\S+)/gm), (match) => match[1] ?? '')),
  };
  for (const encoder of ['libx264', 'aac', 'mjpeg']) {
    if (!ffmpeg.encoders.has(encoder))
      throw new MediaFailure('ffmpeg_missing', `${ffmpegPath} lacks the encoder ${encoder}`);
  }
  return ffmpeg;
}

async function ask(path: string, option: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, ['-hide_banner', option], {
      env: {},
      timeout: 20_000,
      killSignal: 'SIGKILL',
      maxBuffer: 4 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    throw new MediaFailure('ffmpeg_missing', `${path} ${option} failed`, { cause: error });
  }
}

function inPath(name: string): string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name));
}

async function firstExecutable(candidates: (string | undefined)[]): Promise<string | undefined> {
  for (const path of candidates) {
    if (!path) continue;
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
