import { join } from 'node:path';
import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import type { ProbeResult } from './probe-result.ts';
import { run } from './run.ts';

/** Players seek and count in frames; a still picture needs few of them. */
const FPS = 5;
const WIDTH = 1280;
const HEIGHT = 720;

export type FilmOfSoundOptions = {
  path: string;
  /** Of the file: sounds and no video. */
  probe: ProbeResult;
  /** Where the film and its picture are written. */
  directory: string;
  signal?: AbortSignal | undefined;
  limits?: MediaLimits | undefined;
};

/**
 * A recording becomes a film of one picture, its cover or else its waveform, so that everything that can be done with a
 * film can be done with it. Sounds, languages and chapters are as they were. Answers the film's path (Matroska); throws
 * MediaFailure. The same file gives the same film.
 */
export async function filmOfSound(options: FilmOfSoundOptions): Promise<string> {
  const { probe, directory, path } = options;
  const { durationMs } = probe;
  if (durationMs === undefined || durationMs <= 0) throw new MediaFailure('corrupt', 'a recording without a length');
  const picture = join(directory, 'picture.png');
  const film = join(directory, 'film.mkv');
  await execute(options, [
    ...inputArgs({ path }, probe.demuxer, resolveLimits(options.limits)),
    ...(probe.coverStreamIndex === undefined ? waveform() : cover(probe.coverStreamIndex)),
    ...['-frames:v', '1', '-map_metadata', '-1', '-f', 'image2', '-update', '1', `file:${picture}`],
  ]);
  await execute(options, [
    ...['-protocol_whitelist', 'file', '-pattern_type', 'none', '-loop', '1', '-framerate', String(FPS)],
    ...['-f', 'image2', '-i', `file:${picture}`],
    ...inputArgs({ path }, probe.demuxer, resolveLimits(options.limits)),
    ...['-map', '0:v:0', ...probe.audioTracks.flatMap(({ streamIndex }) => ['-map', `1:${streamIndex}`])],
    ...['-map_metadata', '-1', '-map_chapters', '1', '-t', (durationMs / 1000).toFixed(3)],
    ...probe.audioTracks.flatMap(({ language, title }, index) => [
      ...(language ? [`-metadata:s:a:${index}`, `language=${language}`] : []),
      ...(title ? [`-metadata:s:a:${index}`, `title=${title}`] : []),
    ]),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'stillimage', '-crf', '20', '-pix_fmt', 'yuv420p'],
    ...['-threads', '1', '-bf', '0', '-g', String(4 * FPS), '-keyint_min', String(4 * FPS), '-sc_threshold', '0'],
    // Without loss: it is encoded once more, as the sound of any film.
    ...['-c:a', 'flac', '-fflags', '+bitexact', '-f', 'matroska', `file:${film}`],
  ]);
  return film;
}

/** Whatever its shape, all of it is shown. */
function cover(streamIndex: number): string[] {
  const fit = `scale=${WIDTH}:${HEIGHT}:force_original_aspect_ratio=decrease`;
  return ['-map', `0:${streamIndex}`, '-vf', `${fit},pad=${WIDTH}:${HEIGHT}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=rgb24`];
}

function waveform(): string[] {
  const wave = `aformat=channel_layouts=mono,showwavespic=s=${WIDTH}x${HEIGHT / 2}:colors=0xf2a93b`;
  return ['-filter_complex', `[0:a:0]${wave},format=rgb24,pad=${WIDTH}:${HEIGHT}:0:${HEIGHT / 4}[p]`, '-map', '[p]'];
}

async function execute({ signal, limits }: FilmOfSoundOptions, args: string[]): Promise<void> {
  await run({
    ffmpeg: await findFfmpeg(),
    program: 'ffmpeg',
    args: ['-v', 'error', '-y', '-nostdin', ...args],
    limits: resolveLimits({ ...limits, stallMs: Math.max(limits?.stallMs ?? 0, LONGEST_MS) }),
    signal,
  });
}

/** Nothing passes through pipes of ours that would show whether it goes on: twelve hours of sound take minutes. */
const LONGEST_MS = 60 * 60_000;
