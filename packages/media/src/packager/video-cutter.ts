import type { TrackFragment } from '../mp4/fragment.ts';
import { type AvcConfig, inspectAvcKeyframe } from './avc-keyframe.ts';
import type { MediaSample, VideoSegment } from './sample.ts';
import { FFMPEG_OFFSET_90K, VIDEO_TIMESCALE } from './timeline.ts';
import { writeVideoSegment } from './write-segment.ts';

export type VideoCutterOptions = {
  /** Keyframes closer than this to the segment's own do not start a new one. Default 3.2 s. */
  minSegmentPts90k?: number;
  /** Added to all times in the bytes; 0 for what is published, 100 s for a private mezzanine with frames before 0. */
  offset90k?: number;
  /** Time of the first shown frame on ffmpeg's clock (source + 100 s); default: the first keyframe. */
  zero90k?: number;
  /** Enables the checks of H.264 keyframes. */
  avc?: AvcConfig | undefined;
};

/** A film does not end in a segment shorter than this: players take the little that it adds for nothing. */
const MIN_LAST_SEGMENT_90K = VIDEO_TIMESCALE / 2;

type Pending = {
  samples: MediaSample[];
  bytes: number;
  keyPts: number;
  lastKeyPts: number;
  maxKeyInterval: number;
  minPts: number;
  maxPts: number;
  leading: number;
  idr: boolean;
  parameterChange: boolean;
};

/**
 * Cuts a video track at keyframes. A segment is handed out once it is known where the next one begins, which in an
 * open GOP is before that one's keyframe; the last one when the end of the film is known (`end`).
 */
export class VideoCutter {
  readonly #minSegment: number;
  readonly #offset: number;
  readonly #avc: AvcConfig | undefined;
  #zero: number | undefined;
  #current: Pending | undefined;
  #next: Pending | undefined;
  #sequence = 0;
  #frames = 0;
  #recentPts: number[] = [];

  constructor(options: VideoCutterOptions = {}) {
    this.#minSegment = options.minSegmentPts90k ?? 3.2 * VIDEO_TIMESCALE;
    this.#offset = options.offset90k ?? 0;
    this.#zero = options.zero90k;
    this.#avc = options.avc;
  }

  /** Shown frames so far. */
  get frames(): number {
    return this.#frames;
  }

  /** What is held because no keyframe has come yet: the caller sets the limit. */
  get pending(): { frames: number; bytes: number } {
    return { frames: this.#current?.samples.length ?? 0, bytes: this.#current?.bytes ?? 0 };
  }

  /** Start of the published timeline on ffmpeg's clock; undefined before the first keyframe. */
  get zero90k(): number | undefined {
    return this.#zero;
  }

  /** End of the last frame, which is given the usual distance of frames before it. */
  get lastFrameEnd90k(): number {
    const pts = this.#recentPts.toSorted((a, b) => a - b);
    const gaps = pts.slice(1).map((value, index) => value - (pts[index] ?? value));
    const last = gaps.at(-1);
    const median = gaps.toSorted((a, b) => a - b)[gaps.length >> 1];
    return (pts.at(-1) ?? 0) + (last !== undefined && median !== undefined ? Math.min(last, median) : 3_000);
  }

  /** `fragment` is of a track at 90 kHz on ffmpeg's clock (+ 100 s). */
  push(fragment: TrackFragment): VideoSegment[] {
    return fragment.samples.flatMap((sample) => {
      const clock = sample.dts + sample.cts;
      if (this.#zero === undefined && sample.sync) this.#zero = clock;
      if (this.#zero === undefined) return [];
      return this.#add({ pts: clock - this.#zero, sync: sample.sync, data: sample.data });
    });
  }

  /** No more frames. The last segment lasts until `end90k`, or as long as its frames when that is longer. */
  end(end90k = 0): VideoSegment[] {
    if (this.#current && this.#next && this.lastFrameEnd90k - this.#next.minPts < MIN_LAST_SEGMENT_90K) {
      this.#current = merge(this.#current, this.#next);
      this.#next = undefined;
    }
    const finished = this.#next ? this.#closeCurrent() : [];
    const last = this.#current;
    this.#current = undefined;
    if (!last || last.maxPts < 0) return finished;
    return [...finished, this.#write(last, Math.max(end90k, this.lastFrameEnd90k), this.lastFrameEnd90k)];
  }

  #add(sample: MediaSample): VideoSegment[] {
    const current = this.#current;
    if (!current) {
      // A stream that begins in mid-GOP: nothing before its first keyframe can be decoded.
      if (sample.sync) this.#current = this.#begin(sample);
      return [];
    }
    const late = this.#next && sample.pts >= this.#next.keyPts + MIN_LAST_SEGMENT_90K;
    const finished = late ? this.#closeCurrent() : [];
    const open = this.#next ?? this.#current;
    if (!open) return finished;
    // Leading frames of the very first keyframe refer to frames that do not exist.
    if (this.#sequence === 0 && open === this.#current && sample.pts < open.keyPts) return finished;
    if (sample.sync) {
      if (open === this.#current && sample.pts - open.keyPts >= this.#minSegment) {
        this.#next = this.#begin(sample);
        return finished;
      }
      open.maxKeyInterval = Math.max(open.maxKeyInterval, sample.pts - open.lastKeyPts);
      open.lastKeyPts = sample.pts;
      open.parameterChange ||= this.#inspect(sample).parameterChange;
    }
    this.#append(open, sample);
    return finished;
  }

  #begin(sample: MediaSample): Pending {
    const pending: Pending = {
      samples: [],
      bytes: 0,
      keyPts: sample.pts,
      lastKeyPts: sample.pts,
      maxKeyInterval: 0,
      minPts: sample.pts,
      maxPts: sample.pts,
      leading: 0,
      ...this.#inspect(sample),
    };
    this.#append(pending, sample);
    return pending;
  }

  #append(pending: Pending, sample: MediaSample): void {
    pending.samples.push(sample);
    pending.bytes += sample.data.length;
    pending.minPts = Math.min(pending.minPts, sample.pts);
    pending.maxPts = Math.max(pending.maxPts, sample.pts);
    if (sample.pts < pending.keyPts) pending.leading++;
    if (sample.pts < 0) return;
    this.#frames++;
    this.#recentPts.push(sample.pts);
    if (this.#recentPts.length > 64) this.#recentPts = this.#recentPts.toSorted((a, b) => a - b).slice(-32);
  }

  #inspect(sample: MediaSample) {
    return this.#avc ? inspectAvcKeyframe(sample.data, this.#avc) : { idr: true, parameterChange: false };
  }

  /** The next segment's first frame is known. Where frames of both interleave there can be no cut. */
  #closeCurrent(): VideoSegment[] {
    const current = this.#current;
    const next = this.#next;
    if (!current || !next) return [];
    this.#next = undefined;
    if (next.minPts <= current.maxPts || current.maxPts < 0) {
      this.#current = merge(current, next);
      return [];
    }
    this.#current = next;
    return [this.#write(current, next.minPts, next.keyPts)];
  }

  #write(pending: Pending, end90k: number, nextKeyPts: number): VideoSegment {
    const sequence = this.#sequence++;
    const frames = pending.samples.map((sample) => sample.pts).filter((pts) => pts >= 0);
    frames.sort((a, b) => a - b);
    const start = sequence === 0 ? Math.min(0, pending.minPts) : pending.minPts;
    const bytes = writeVideoSegment({
      sequence,
      samples: pending.samples,
      startPts90k: start,
      endPts90k: end90k,
      offset90k: this.#offset,
    });
    const shownStart = Math.max(0, start);
    return {
      sequence,
      startPts90k: shownStart,
      durationPts90k: end90k - shownStart,
      frames,
      keyframePts90k: pending.keyPts,
      leadingFrames: pending.leading,
      independent: pending.leading === 0 && pending.idr,
      parameterChange: pending.parameterChange,
      keyframeIntervalPts90k: Math.max(pending.maxKeyInterval, nextKeyPts - pending.lastKeyPts),
      bytes,
    };
  }
}

function merge(a: Pending, b: Pending): Pending {
  return {
    samples: [...a.samples, ...b.samples],
    bytes: a.bytes + b.bytes,
    keyPts: a.keyPts,
    lastKeyPts: b.lastKeyPts,
    maxKeyInterval: Math.max(a.maxKeyInterval, b.maxKeyInterval, b.keyPts - a.lastKeyPts),
    minPts: Math.min(a.minPts, b.minPts),
    maxPts: Math.max(a.maxPts, b.maxPts),
    leading: a.leading,
    idr: a.idr,
    parameterChange: a.parameterChange || b.parameterChange,
  };
}

/** What a mezzanine's times are shifted by: frames hidden by an edit list lie before 0. */
export const MEZZANINE_OFFSET_90K = FFMPEG_OFFSET_90K;
