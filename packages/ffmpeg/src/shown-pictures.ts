import { onlyTrack, parseInitSegment } from '@kinora/media';
import { collectInto } from './collect-into.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';
import { SourceFeed } from './source-feed.ts';

/** When a picture is shown, and a sum of all that is seen of it. */
export type ShownPicture = { pts90k: number; sum: string };

export type ShownPicturesOptions = {
  init: Uint8Array;
  /** Whole segments, in order. */
  segments: Iterable<Uint8Array>;
  signal?: AbortSignal;
  limits?: MediaLimits;
};

/** What a decoder shows of segments, in the order in which it does; published times. Throws MediaFailure. */
export async function shownPictures(options: ShownPicturesOptions): Promise<ShownPicture[]> {
  const limits = resolveLimits(options.limits, 600_000);
  const init = parseInitSegment(options.init);
  const { mediaTime } = onlyTrack(init, 'video');
  const output: Uint8Array[] = [];
  await run({
    ffmpeg: await findFfmpeg(),
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-copyts', '-threads', '1'],
      ...inputArgs('stdin', 'mov', limits),
      ...['-map', '0:v:0', '-filter:v', `settb=1/90000,setpts=PTS-${mediaTime}`],
      ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:3'],
    ],
    stdin: new SourceFeed(init, options.segments).bytes(),
    outputs: [collectInto(output)],
    limits,
    signal: options.signal,
  });
  return Buffer.concat(output).toString('latin1').split('\n').flatMap(readLine);
}

/** `stream, dts, pts, duration, size, sum`; comments begin with `#`. */
function readLine(line: string): ShownPicture[] {
  if (line === '' || line.startsWith('#')) return [];
  const [, , pts, , , sum] = line.split(',').map((field) => field.trim());
  const pts90k = Number(pts);
  if (!sum || !Number.isSafeInteger(pts90k))
    throw new MediaFailure('output_invalid', `no picture: ${line.slice(0, 200)}`);
  return [{ pts90k, sum }];
}
