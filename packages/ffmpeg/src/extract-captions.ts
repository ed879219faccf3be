import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import type { Demuxer } from './probe-result.ts';
import { run } from './run.ts';

/** More text than any film has; what is longer is left out. */
const MOST_BYTES = 4 * 2 ** 20;

export type ExtractCaptionsOptions = {
  path: string;
  demuxer: Demuxer;
  /** Of text subtitles, by their place in the file. */
  streamIndexes: readonly number[];
  /** What is 0 on the published timeline, in seconds on the file's own clock. */
  zeroSeconds: number;
  signal?: AbortSignal | undefined;
  limits?: MediaLimits | undefined;
};

/** WebVTT of each stream, as ffmpeg writes it, or undefined where there is too much of it. Throws MediaFailure. */
export async function extractCaptions(options: ExtractCaptionsOptions): Promise<(Uint8Array | undefined)[]> {
  const { streamIndexes, zeroSeconds, signal } = options;
  const limits = resolveLimits(options.limits);
  const texts = streamIndexes.map(() => new BoundedText());
  await run({
    ffmpeg: await findFfmpeg(),
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-copyts'],
      ...inputArgs({ path: options.path }, options.demuxer, limits),
      ...streamIndexes.flatMap((stream, index) => [
        ...['-map', `0:${stream}`, '-map_metadata', '-1', '-c:s', 'webvtt'],
        ...['-output_ts_offset', (-zeroSeconds).toFixed(6), '-f', 'webvtt', `pipe:${3 + index}`],
      ]),
    ],
    outputs: texts.map((text) => (bytes) => text.read(bytes)),
    limits,
    signal,
  });
  return texts.map((text) => text.bytes);
}

/** Reads to the end, so that the others go on, and keeps nothing of what is too long. */
class BoundedText {
  #pieces: Uint8Array[] | undefined = [];
  #length = 0;

  get bytes(): Uint8Array | undefined {
    return this.#pieces && Buffer.concat(this.#pieces);
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of bytes) {
      this.#length += piece.length;
      if (this.#length > MOST_BYTES) this.#pieces = undefined;
      this.#pieces?.push(piece);
    }
  }
}
