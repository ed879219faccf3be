import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';

/** A test picture of 320×240. */
export async function makePicture(format: 'jpeg' | 'png'): Promise<Buffer> {
  const codec = format === 'jpeg' ? 'mjpeg' : 'png';
  const { ffmpegPath } = await findFfmpeg();
  const { stdout } = await promisify(execFile)(
    ffmpegPath,
    [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=320x240',
      '-frames:v',
      '1',
      '-c:v',
      codec,
      '-f',
      'image2pipe',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 24 },
  );
  return stdout;
}

/** Five seconds of a tone in mp4, without a picture; made once per machine. */
export async function makeSound(): Promise<string> {
  const directory = join(tmpdir(), 'kinora-test-films');
  const path = join(directory, 'sound.mp4');
  if (existsSync(path)) return path;
  await mkdir(directory, { recursive: true });
  const aside = join(directory, `sound-${process.pid}.mp4`);
  const { ffmpegPath } = await findFfmpeg();
  await promisify(execFile)(ffmpegPath, [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'sine=duration=5',
    '-c:a',
    'aac',
    aside,
  ]);
  await rename(aside, path);
  return path;
}
