import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import type { BlobStore } from '@kinora/ports';

const BITS = 12;
const WIDTH = 480;
const RATE = 48_000;

/** Films in which every picture says its number in black and white bars, and a tone begins with every second. */
export async function makeCountedFilm(
  directory: string,
  film: { name: string; fps: number; seconds: number; video: string[]; size?: string; saysReordering?: boolean },
): Promise<string> {
  const path = join(directory, film.name);
  const bar = WIDTH / BITS;
  const picture = `color=gray:s=${WIDTH}x270:r=${film.fps}:d=${film.seconds},format=gray,geq=lum='235*mod(floor(N/pow(2\\,floor(X/${bar})))\\,2)',scale=${film.size ?? `${WIDTH}x270`}:flags=neighbor`;
  const sound = `aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.1)':s=${RATE}:d=${film.seconds}`;
  await ffmpeg([
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-map', '0:v', '-map', '1:a', '-map', '1:a'],
    ...['-c:a', 'aac', '-b:a', '96k', ...film.video, path],
  ]);
  if (film.saysReordering === false) await forgetReordering(path);
  return path;
}

/** As other encoders write it: its parameters end before they say how many frames are reordered. */
async function forgetReordering(path: string): Promise<void> {
  const { ffmpegPath } = await findFfmpeg();
  const { stderr } = await promisify(execFile)(
    ffmpegPath,
    ['-v', 'trace', '-i', path, '-c:v', 'copy', '-an', '-bsf:v', 'trace_headers', '-frames:v', '1', '-f', 'null', '-'],
    { maxBuffer: 2 ** 27 },
  );
  const bit = Number(/(\d+) +bitstream_restriction_flag +1 = 1/.exec(stderr)?.[1]);
  const file = await readFile(path);
  const avcC = file.indexOf('avcC') + 4;
  const end = avcC - 8 + file.readUInt32BE(avcC - 8);
  const set = avcC + 8;
  const behind = set + file.readUInt16BE(avcC + 6);
  let at = set;
  // Bytes that only keep start codes away are not counted.
  for (let byte = 0; byte < bit >> 3; at++) if (file[at] !== 3 || file[at - 1] !== 0 || file[at - 2] !== 0) byte++;
  const mask = 0x80 >> (bit & 7);
  const last = (file[at] ?? 0) & ~(2 * mask - 1);
  // The flag, and the bit that ends a set.
  const ending = mask > 1 ? [last | (mask >> 1)] : [last, 0x80];
  const written = Buffer.concat([file.subarray(set, at), Buffer.from(ending)]);
  file.writeUInt16BE(written.length, avcC + 6);
  const rest = Buffer.concat([written, file.subarray(behind, end)]);
  file.fill(0, set, end);
  rest.copy(file, set);
  await writeFile(path, file);
}

export async function ffmpeg(args: string[]): Promise<Buffer> {
  const { ffmpegPath } = await findFfmpeg();
  const { stdout } = await promisify(execFile)(
    ffmpegPath,
    ['-v', 'error', '-nostdin', '-y', '-threads', '1', ...args],
    {
      encoding: 'buffer',
      timeout: 120_000,
      maxBuffer: 2 ** 27,
    },
  );
  return stdout;
}

/** Numbers of the pictures that ffmpeg shows of a track, with the times at which it shows them, in 90 kHz. */
export async function shownPictures(input: string): Promise<{ number: number; time90k: number }[]> {
  const bars = `${input}.bars`;
  const log = await ffmpeg([
    ...['-i', input, '-filter_complex', `[0:v]scale=${BITS}:1:flags=area,format=gray,settb=1/90000,split[a][b]`],
    ...['-map', '[a]', '-fps_mode', 'passthrough', '-f', 'rawvideo', bars],
    ...['-map', '[b]', '-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-f', 'framecrc', '-'],
  ]);
  const rows = await readFile(bars);
  const times = log
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Number(line.split(',')[2]));
  return times.map((time90k, index) => {
    const row = rows.subarray(index * BITS, (index + 1) * BITS);
    const number = row.reduce((sum, level, bit) => sum + (level > 118 ? 2 ** bit : 0), 0);
    return { number, time90k };
  });
}

/** When tones begin, in seconds. */
export async function toneStarts(input: string): Promise<number[]> {
  const bytes = await ffmpeg(['-i', input, '-map', '0:a', '-ac', '1', '-f', 's16le', '-']);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const starts: number[] = [];
  let lastLoud = Number.NEGATIVE_INFINITY;
  samples.forEach((sample, index) => {
    if (Math.abs(sample) < 5000) return;
    if (index - lastLoud > 0.02 * RATE) starts.push(index / RATE);
    lastLoud = index;
  });
  return starts;
}

export interface Track {
  init: string;
  segments: string[];
  durations: number[];
}

/** One file, and a playlist of HLS, as a player gets them. */
export async function writeTrack(blobs: BlobStore, directory: string, track: Track) {
  await mkdir(directory, { recursive: true });
  const init = await blobs.readAll(track.init);
  const parts: Uint8Array[] = [init];
  await writeFile(join(directory, 'init.mp4'), init);
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:10', '#EXT-X-MAP:URI="init.mp4"'];
  for (const [index, key] of track.segments.entries()) {
    const bytes = await blobs.readAll(key);
    parts.push(bytes);
    await writeFile(join(directory, `${index}.m4s`), bytes);
    lines.push(`#EXTINF:${track.durations[index]},`, `${index}.m4s`);
  }
  await writeFile(join(directory, 'all.mp4'), Buffer.concat(parts));
  await writeFile(join(directory, 'index.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  return { file: join(directory, 'all.mp4'), playlist: join(directory, 'index.m3u8') };
}

/** What lies in `mdat`: the pictures or the sound of a segment. */
export function mediaData(segment: Uint8Array): Buffer {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  return Buffer.from(segment.subarray(view.getUint32(0)));
}
