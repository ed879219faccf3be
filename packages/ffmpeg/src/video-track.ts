import {
  FFMPEG_OFFSET_90K,
  type InitSegment,
  MEZZANINE_OFFSET_90K,
  onlyTrack,
  type PassthroughReason,
  passthroughCapBps,
  readAvcConfig,
  rewriteVideoInit,
  type TrackFragment,
  VIDEO_TIMESCALE,
  VideoCutter,
  type VideoSegment,
} from '@kinora/media';
import { fragmentEvents } from './fragment-events.ts';
import type { IngestOptions } from './ingest.ts';
import type { ResolvedLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import type { ProbedVideo } from './probe-result.ts';

/** Held in memory until the next keyframe; beyond this the film has to be given keyframes. */
const MAX_GOP_FRAMES = 20_000;
const MAX_GOP_BYTES = 256 * 1024 * 1024;
/** A shorter beginning says little about the whole. */
const BITRATE_AFTER_SECONDS = 20;
const MAX_KEYFRAME_DISTANCE_90K = 10 * VIDEO_TIMESCALE;

type VideoTrackContext = {
  options: IngestOptions;
  video: ProbedVideo;
  publishable: boolean;
  encoded: boolean;
  limits: ResolvedLimits;
};

/** The picture of an ingest pass: init segment and segments, handed on as they are finished. */
export class VideoTrack {
  readonly reasons = new Set<PassthroughReason>();
  readonly zero90k: Promise<number>;
  segments = 0;
  readonly #context: VideoTrackContext;
  #resolveZero: (zero: number) => void = () => undefined;
  #cutter = new VideoCutter();
  #trackId = 0;
  #bytes = 0;

  constructor(context: VideoTrackContext) {
    this.#context = context;
    const { promise, resolve } = Promise.withResolvers<number>();
    this.zero90k = promise;
    this.#resolveZero = resolve;
  }

  get frames(): number {
    return this.#cutter.frames;
  }

  get lastFrameEnd90k(): number {
    return this.#cutter.lastFrameEnd90k;
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const event of fragmentEvents(bytes)) {
      if (event.type === 'init') await this.#begin(event.init);
      else if (event.type === 'fragment') {
        for (const track of event.fragment.tracks) await this.#push(track);
      }
    }
  }

  async end(end90k: number): Promise<void> {
    await this.#deliver(this.#cutter.end(end90k));
  }

  async #begin(init: InitSegment): Promise<void> {
    const { options, video, publishable, encoded } = this.#context;
    const track = onlyTrack(init, 'video');
    this.#trackId = track.id;
    const offset90k = publishable ? 0 : MEZZANINE_OFFSET_90K;
    const hidden = video.hiddenFrames > 0 && !encoded;
    const zero = Math.round(video.firstPtsSeconds * VIDEO_TIMESCALE) + FFMPEG_OFFSET_90K;
    this.#cutter = new VideoCutter({
      offset90k,
      ...(hidden ? { zero90k: zero } : {}),
      // What we encode has only the keyframes that were asked for; a parameter change cannot happen.
      avc: encoded ? undefined : readAvcConfig(track.sampleEntry),
    });
    await options.onVideoInit(rewriteVideoInit(init, offset90k));
  }

  async #push(track: TrackFragment): Promise<void> {
    const { limits, encoded, video } = this.#context;
    if (track.trackId !== this.#trackId) throw new MediaFailure('output_invalid', `unexpected track ${track.trackId}`);
    const finished = this.#cutter.push(track);
    if (this.#cutter.zero90k !== undefined) {
      // An encoded picture has been moved to 0 by its filter; the sound still has the source's times.
      const source = encoded ? Math.round(video.firstPtsSeconds * VIDEO_TIMESCALE) : 0;
      this.#resolveZero(this.#cutter.zero90k + source);
    }
    const { frames, bytes } = this.#cutter.pending;
    if (frames > MAX_GOP_FRAMES || bytes > MAX_GOP_BYTES) {
      throw new MediaFailure('needs_encoding', `no keyframe within ${frames} frames, ${bytes} bytes`);
    }
    if (this.frames > limits.maxFrames) throw new MediaFailure('too_many_frames', String(this.frames));
    if (this.lastShown90k(track) > limits.maxDurationMs * 90) throw new MediaFailure('too_long');
    await this.#deliver(finished);
  }

  lastShown90k(track: TrackFragment): number {
    const sample = track.samples.at(-1);
    return sample ? sample.dts + sample.cts - (this.#cutter.zero90k ?? 0) : 0;
  }

  async #deliver(finished: VideoSegment[]): Promise<void> {
    const { options, publishable, encoded } = this.#context;
    for (const segment of finished) {
      this.segments++;
      // What we encode is as it should be, however long a picture of a screen that rests is.
      if (publishable && !encoded) await this.#judge(segment);
      await options.onVideoSegment(segment);
    }
  }

  async #judge(segment: VideoSegment): Promise<void> {
    this.#bytes += segment.bytes.length;
    const seconds = (segment.startPts90k + segment.durationPts90k) / VIDEO_TIMESCALE;
    const { video } = this.#context;
    const tooFast = seconds > BITRATE_AFTER_SECONDS && (this.#bytes * 8) / seconds > 1.2 * passthroughCapBps(video);
    const found: [PassthroughReason, boolean][] = [
      ['bitrate', tooFast],
      ['long-gop', segment.keyframeIntervalPts90k > MAX_KEYFRAME_DISTANCE_90K],
      ['open-gop', !segment.independent],
      ['parameter-change', segment.parameterChange],
    ];
    for (const [reason, present] of found) {
      if (!present || this.reasons.has(reason)) continue;
      this.reasons.add(reason);
      await this.#context.options.onPassthroughRefused?.(reason);
    }
  }
}
