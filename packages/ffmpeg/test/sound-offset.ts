import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ffprobe } from './process-film.ts';

const RATE = 48_000;
/** Around the beep at 1 s and the one after it, sound that does not repeat itself. */
const WINDOW = { from: Math.round(0.6 * RATE), length: RATE };
const FARTHEST = 2_400;

/** By how many samples of 48 kHz `actual` lags behind `expected` (negative: is ahead): where they are most alike. */
export function soundOffset(actual: Int16Array, expected: Int16Array): number {
  const likeness = (lag: number, step: number) => {
    let product = 0;
    let energy = 0;
    for (let at = WINDOW.from; at < WINDOW.from + WINDOW.length; at += step) {
      const other = actual[at + lag] ?? 0;
      product += (expected[at] ?? 0) * other;
      energy += other * other;
    }
    return product / Math.sqrt(energy || 1);
  };
  let best = { lag: Number.NaN, likeness: Number.NEGATIVE_INFINITY };
  for (let lag = -FARTHEST; lag <= FARTHEST; lag++) {
    const alike = likeness(lag, 3);
    if (alike > best.likeness) best = { lag, likeness: alike };
  }
  return best.lag;
}

/** The source's own sound as ffmpeg plays it, mono at 48 kHz, from the moment of the first picture on. */
export async function soundFromFirstPicture(path: string): Promise<Int16Array> {
  const starts = await Promise.all(['V:0', 'a:0'].map((stream) => firstShown(path, stream)));
  const [picture = 0, sound = 0] = starts;
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [
      '-v',
      'error',
      '-nostdin',
      '-i',
      path,
      '-map',
      '0:a:0',
      '-t',
      '4',
      '-ac',
      '1',
      '-ar',
      `${RATE}`,
      '-f',
      's16le',
      '-',
    ],
    { maxBuffer: 2 ** 24, encoding: 'buffer' },
  );
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1);
  const shift = Math.round((sound - picture) * RATE);
  if (shift <= 0) return samples.subarray(-shift);
  const later = new Int16Array(samples.length + shift);
  later.set(samples, shift);
  return later;
}

/** Seconds; decoded, because packets may be hidden by an edit list. */
async function firstShown(path: string, stream: string): Promise<number> {
  const args = [
    '-select_streams',
    stream,
    '-read_intervals',
    '%+3',
    '-show_entries',
    'frame=best_effort_timestamp_time',
  ];
  const { frames } = JSON.parse(await ffprobe([...args, path])) as {
    frames: { best_effort_timestamp_time?: string }[];
  };
  // Containers without exact times say none of the first ones.
  const times = frames.map((frame) => Number(frame.best_effort_timestamp_time)).filter(Number.isFinite);
  return Math.min(...times);
}
