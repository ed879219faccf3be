import { onlyTrack, parseInitSegment } from '@kinora/media';
import { collectInto } from './collect-into.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';
import { SourceFeed } from './source-feed.ts';
import { type PictureTraits, toneMap } from './video-filters.ts';

export type FrameOptions = {
  init: Uint8Array;
  /** Whole segments, in order; kept in memory. */
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Larger pictures are scaled down; default 1280. */
  maxWidth?: number;
  format?: 'jpeg' | 'webp';
  /** From probe.video: HDR is mapped to ordinary colours. */
  picture?: PictureTraits;
  signal?: AbortSignal;
  limits?: MediaLimits;
};

/** The frame shown at a time of the published timeline; `segments` must contain it. Throws MediaFailure. */
export function extractFrame(options: FrameOptions & { at90k: number }): Promise<Uint8Array> {
  return onePicture(options, (frames) => {
    const shown = frames.findLast((pts) => pts <= options.at90k) ?? frames[0];
    return `select='eq(pts\\,${shown})'`;
  });
}

/** A representative frame of these segments, about the average of them: not black, not a flash. Throws MediaFailure. */
export function makePoster(options: FrameOptions): Promise<Uint8Array> {
  return onePicture(options, (frames) => `thumbnail=n=${Math.max(2, Math.min(frames.length, 120))}`);
}

async function onePicture(options: FrameOptions, choose: (frames: number[]) => string): Promise<Uint8Array> {
  const limits = resolveLimits(options.limits, 120_000);
  const ffmpeg = await findFfmpeg();
  const init = parseInitSegment(options.init);
  const feed = new SourceFeed(init, options.segments);
  const input: Uint8Array[] = [];
  for await (const piece of feed.bytes()) input.push(piece);
  const frames = feed.frames.filter((pts) => pts >= 0).sort((a, b) => a - b);
  if (frames.length === 0) throw new MediaFailure('output_invalid', 'segments without frames');

  const webp = options.format === 'webp';
  const filters = [
    ...['settb=1/90000', `setpts=PTS-${onlyTrack(init, 'video').mediaTime}`],
    `scale='min(${options.maxWidth ?? 1280}\\,trunc(iw*sar/2)*2)':-2`,
    'setsar=1',
    choose(frames),
    ...(options.picture ? toneMap(options.picture, ffmpeg) : []),
    webp ? 'format=yuv420p' : 'scale=out_range=pc,format=yuvj420p',
  ];
  const output: Uint8Array[] = [];
  await run({
    ffmpeg,
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-copyts', '-threads', '1'],
      ...inputArgs('stdin', 'mov', limits),
      ...['-map', '0:v:0', '-filter:v', filters.join(','), '-frames:v', '1', '-fps_mode', 'passthrough'],
      ...(webp ? ['-c:v', 'libwebp', '-quality', '80'] : ['-c:v', 'mjpeg', '-q:v', '3']),
      ...['-map_metadata', '-1', '-f', 'image2pipe', 'pipe:3'],
    ],
    stdin: input,
    outputs: [collectInto(output)],
    limits,
    signal: options.signal,
  });
  const picture = Buffer.concat(output);
  if (picture.length === 0) throw new MediaFailure('frame_count', 'the frame could not be decoded');
  return picture;
}
