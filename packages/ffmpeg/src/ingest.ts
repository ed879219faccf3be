import {
  type AudioSegment,
  type PassthroughReason,
  passthroughReasons,
  planAudio,
  planLadder,
  type Rendition,
  type VideoSegment,
} from '@kinora/media';
import { AudioTrack } from './audio-track.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { ingestArgs } from './ingest-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure, type MediaFailureCode } from './media-failure.ts';
import type { ProbeResult } from './probe-result.ts';
import { type OutputHandler, run } from './run.ts';
import { VideoTrack } from './video-track.ts';

/** An init segment as published, with its RFC 6381 string. Audio has no size (0). */
export type InitInfo = { bytes: Uint8Array; codecs: string; width: number; height: number };

export type IngestOptions = {
  /** A file, or bytes in order as they arrive (an upload in flight). */
  source: string | AsyncIterable<Uint8Array>;
  probe: ProbeResult;
  /** Whether the source's own packets are to be published. Default: no passthroughReasons(probe.video). */
  passthrough?: boolean;
  /** Encode the video once even if it could be copied. Default: only when `probe.video.copyable` is false. */
  encode?: boolean;
  /** What to encode to then; default the first of planLadder(probe.video). */
  topRendition?: Rendition;
  /** Which of probe.audioTracks, in the order in which they are delivered; default planAudio(probe.audioTracks). */
  audioTracks?: number[];
  /** Awaited one after the other per track: back-pressure reaches ffmpeg and the source. Init precedes segments. */
  onVideoInit: (init: InitInfo) => Promise<void> | void;
  onVideoSegment: (segment: VideoSegment) => Promise<void> | void;
  /** @param position of the sound in `audioTracks`. */
  onAudioInit: (init: InitInfo, position: number) => Promise<void> | void;
  onAudioSegment: (segment: AudioSegment, position: number) => Promise<void> | void;
  /** A reason against passthrough that showed up only now. Segments go on unless it throws; what was shown is the caller's. */
  onPassthroughRefused?: (reason: PassthroughReason) => Promise<void> | void;
  /**
   * The packets turned out not to be copyable, and the source is a path: everything delivered so far is void and the
   * pass begins again, encoding. Without it, and for streams, MediaFailure `needs_encoding` is thrown instead.
   */
  onRestart?: () => Promise<void> | void;
  /** For encoding; default 1. */
  threads?: number;
  signal?: AbortSignal;
  limits?: MediaLimits;
};

export type IngestedAudio = {
  frames: number;
  segments: number;
  end48k: number;
  /** Integrated loudness (EBU R 128) in LUFS; absent for silence. */
  loudnessLufs: number | undefined;
};

export type IngestResult = {
  /** Segments are the top rendition (copied or encoded); false: they are a private mezzanine. */
  publishable: boolean;
  /** Reasons that showed up while reading. */
  refusedBecause: PassthroughReason[];
  /** The video was encoded on the way (VP8, MPEG-2, …), not copied. */
  encoded: boolean;
  videoFrames: number;
  videoSegments: number;
  videoEnd90k: number;
  /** In the order of `audioTracks`. */
  audio: IngestedAudio[];
  durationMs: number;
};

/**
 * The ingest pass: one demux, video and audio cut into segments as they come. Audio and video end together: silence is
 * appended, or the last picture held. Throws MediaFailure, or whatever the source or a callback threw.
 */
export async function ingest(options: IngestOptions): Promise<IngestResult> {
  try {
    return await pass(options);
  } catch (error) {
    const copied = options.probe.video?.copyable && !options.encode;
    if (!copied || !(error instanceof MediaFailure) || !copyFailures.has(error.code)) throw error;
    if (typeof options.source !== 'string' || !options.onRestart) {
      throw new MediaFailure('needs_encoding', error.detail, { cause: error });
    }
    await options.onRestart();
    return await pass({ ...options, encode: true });
  }
}

/** Of the frames that an index lists; a few may be out of order beyond use. */
const MOST_MISSING = 0.01;

/** What the muxer or our packager says of packets that a decoder would still take. */
const copyFailures = new Set<MediaFailureCode>(['needs_encoding', 'timestamps', 'output_invalid', 'ffmpeg_failed']);

async function pass(options: IngestOptions): Promise<IngestResult> {
  const { probe, source } = options;
  const { video } = probe;
  if (!video) throw new MediaFailure('no_video');
  const limits = resolveLimits(options.limits);
  const ffmpeg = await findFfmpeg();
  const encodeAs = (options.encode ?? !video.copyable) ? (options.topRendition ?? planLadder(video)[0]) : undefined;
  const publishable = encodeAs !== undefined || (options.passthrough ?? passthroughReasons(video).length === 0);
  const chosen = options.audioTracks ?? planAudio(probe.audioTracks).map(({ track }) => track);
  const audio = chosen.flatMap((track) => probe.audioTracks[track] ?? []);
  const videoTrack = new VideoTrack({ options, video, publishable, encoded: encodeAs !== undefined, limits });
  const audioTracks = audio.map((_, position) => new AudioTrack(options, position, videoTrack.zero90k));

  await run({
    ffmpeg,
    program: 'ffmpeg',
    args: ingestArgs({
      ffmpeg,
      input: typeof source === 'string' ? { path: source } : 'stdin',
      demuxer: probe.demuxer,
      video,
      audio,
      encodeAs,
      threads: options.threads ?? 1,
      limits,
    }),
    stdin: typeof source === 'string' ? undefined : source,
    outputs: [
      (bytes) => videoTrack.read(bytes),
      ...audioTracks.flatMap((track): OutputHandler[] => [
        (bytes) => track.read(bytes),
        (bytes) => track.loudness.read(bytes),
      ]),
    ],
    limits,
    signal: options.signal,
  });

  if (videoTrack.frames === 0) throw new MediaFailure('corrupt', 'not one frame');
  // A file that breaks off ends without an error.
  const promised = encodeAs === undefined ? (video.frames ?? 0) - video.hiddenFrames : 0;
  if (videoTrack.frames < promised * (1 - MOST_MISSING))
    throw new MediaFailure('corrupt', `${videoTrack.frames} of ${promised} frames`);
  for (const track of audioTracks) await track.flush();
  const pictureEnd = videoTrack.lastFrameEnd90k;
  // Sound that is longer than the picture by more than one frame of it: the last picture stays.
  const soundEnd = Math.max(0, ...audioTracks.map((track) => track.end90k));
  const end90k = Math.max(pictureEnd, soundEnd > pictureEnd + 1_920 ? soundEnd : 0);
  await videoTrack.end(end90k);
  for (const track of audioTracks) await track.end(end90k);
  return {
    publishable: publishable && videoTrack.reasons.size === 0,
    refusedBecause: [...videoTrack.reasons],
    encoded: encodeAs !== undefined,
    videoFrames: videoTrack.frames,
    videoSegments: videoTrack.segments,
    videoEnd90k: end90k,
    audio: audioTracks.map(({ frames, segments, end48k, loudness }) => ({
      frames,
      segments,
      end48k,
      loudnessLufs: loudness.lufs,
    })),
    durationMs: Math.round(end90k / 90),
  };
}
