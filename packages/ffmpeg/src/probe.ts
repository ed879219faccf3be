import { open } from 'node:fs/promises';
import { failureFromStderr } from './failure-from-stderr.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, type ResolvedLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { readProbeOutput } from './probe-output.ts';
import type { ProbeResult } from './probe-result.ts';
import { run } from './run.ts';
import { sniffContainer } from './sniff-container.ts';

export type ProbeInput =
  /** A complete local file with a name made by the server. */
  | { path: string }
  /** The first bytes of a file that is still arriving; `complete` when they are all of it. `sizeBytes` of all of it. */
  | { head: Uint8Array; complete?: boolean; sizeBytes?: number };

const SNIFF_BYTES = 64 * 1024;
/** Enough to pass the frames that an edit list hides, and audio that was interleaved far ahead. */
const PACKETS = 250;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * What the file is. Throws MediaFailure; `need_more_data` when a head is too short to tell: call again with a longer
 * one (256 KiB, doubled).
 */
export async function probe(
  input: ProbeInput,
  options: { signal?: AbortSignal | undefined; limits?: MediaLimits } = {},
): Promise<ProbeResult> {
  const limits = resolveLimits(options.limits, 60_000);
  const ffmpeg = await findFfmpeg();
  const partial = 'head' in input && !input.complete;
  const head = 'head' in input ? input.head : await readHead(input.path);
  const sniffed = sniffContainer(head, !partial);
  if (!sniffed.ok) throw new MediaFailure(sniffed.code);
  const { demuxer } = sniffed;

  const pieces: Uint8Array[] = [];
  let size = 0;
  let stderr = '';
  try {
    ({ stderr } = await run({
      ffmpeg,
      program: 'ffprobe',
      args: probeArgs(inputArgs('head' in input ? 'stdin' : input, demuxer, limits)),
      stdin: 'head' in input ? [input.head] : undefined,
      stdout: async (bytes) => {
        for await (const piece of bytes) {
          size += piece.length;
          if (size > MAX_OUTPUT_BYTES) throw new MediaFailure('corrupt', 'more metadata than allowed');
          pieces.push(piece);
        }
      },
      limits,
      signal: options.signal,
    }));
  } catch (error) {
    // Half a file is damaged in every way there is; only the whole can be judged.
    const waitForMore =
      partial && error instanceof MediaFailure && (error.code === 'corrupt' || error.code === 'ffmpeg_failed');
    throw waitForMore ? new MediaFailure('need_more_data', error.detail, { cause: error }) : error;
  }
  const sizeBytes = 'head' in input ? input.sizeBytes : undefined;
  const result = readProbeOutput(Buffer.concat(pieces).toString('utf8'), demuxer, sizeBytes);
  if (partial && !isComplete(result)) throw new MediaFailure('need_more_data', 'stream parameters are not known yet');
  check(result, { limits, stderr });
  return result;
}

function probeArgs(input: string[]): string[] {
  return ['-v', 'error', '-show_format', '-show_streams', '-show_chapters', '-show_packets']
    .concat(['-show_entries', 'packet=stream_index,pts,dts,flags', '-read_intervals', `%+#${PACKETS}`])
    .concat(['-of', 'json=compact=1'], input);
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isComplete({ video, audioTracks }: ProbeResult): boolean {
  const audioKnown = audioTracks.every((track) => track.sampleRate > 0 && track.channels > 0);
  // The pixel format is known when a frame was decoded, and with it colours and fields.
  const videoKnown = video !== undefined && video.width > 0 && video.hasFrames && video.pixFmt !== '';
  return audioKnown && (video === undefined ? audioTracks.length > 0 : videoKnown);
}

function check(result: ProbeResult, { limits, stderr }: { limits: ResolvedLimits; stderr: string }): void {
  const { video } = result;
  if (!video && result.audioTracks.length === 0) throw new MediaFailure('no_video', 'no audio and no video');
  if (result.durationMs !== undefined && result.durationMs > limits.maxDurationMs) {
    throw new MediaFailure('too_long', `${result.durationMs} ms`);
  }
  if (!video) return;
  if (video.codec === '' || video.codec === 'none') throw new MediaFailure('unsupported_codec');
  if (video.width <= 0 || video.height <= 0) {
    // Where only the picture itself says its size, ffprobe leaves out one that is too large, and succeeds.
    const told = failureFromStderr(stderr, 'the picture has no size');
    throw told.code === 'picture_too_large' ? told : new MediaFailure('corrupt', told.detail);
  }
  if (video.width * video.height > limits.maxPixels) {
    throw new MediaFailure('picture_too_large', `${video.width}x${video.height}`);
  }
  if (video.frames !== undefined && video.frames > limits.maxFrames) {
    throw new MediaFailure('too_many_frames', String(video.frames));
  }
}
