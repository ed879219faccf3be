import { collectInto } from './collect-into.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';

/** A storyboard sheet (JPEG) with some of its pictures painted over: nobody is to see what was cut out. Throws MediaFailure. */
export async function maskTiles(options: {
  sheet: Uint8Array;
  tiles: readonly { x: number; y: number; width: number; height: number }[];
  signal?: AbortSignal;
  limits?: MediaLimits;
}): Promise<Uint8Array> {
  const filters = options.tiles.map(
    ({ x, y, width, height }) => `drawbox=x=${x}:y=${y}:w=${width}:h=${height}:color=black:t=fill`,
  );
  const output: Uint8Array[] = [];
  await run({
    ffmpeg: await findFfmpeg(),
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-threads', '1'],
      ...['-protocol_whitelist', 'pipe', '-f', 'jpeg_pipe', '-i', 'pipe:0'],
      ...['-vf', filters.join(','), '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '5'],
      ...['-map_metadata', '-1', '-f', 'image2pipe', 'pipe:3'],
    ],
    stdin: [options.sheet],
    outputs: [collectInto(output)],
    limits: resolveLimits(options.limits, 60_000),
    signal: options.signal,
  });
  const picture = Buffer.concat(output);
  if (picture.length === 0) throw new MediaFailure('output_invalid', 'the storyboard could not be painted over');
  return picture;
}
