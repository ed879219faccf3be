import type { TrackFragment } from '../mp4/fragment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { FFMPEG_OFFSET_90K } from './timeline.ts';
import { writeVideoSegment } from './write-segment.ts';

export type PackagedSegment = {
  sequence: number;
  startPts90k: number;
  durationPts90k: number;
  /** Presentation times, ascending. */
  frames: number[];
  bytes: Uint8Array;
};

/**
 * Turns the fragments that a chunk's encoder makes of one rendition (one per cut) into published segments.
 * `push` throws Mp4Error when a fragment is not where the plan says.
 */
export class ChunkPackager {
  readonly #cuts: readonly number[];
  readonly #end: number;
  readonly #firstSequence: number;
  #index = 0;

  constructor(chunk: { cuts90k: readonly number[]; endPts90k: number; firstSequence: number }) {
    this.#cuts = chunk.cuts90k;
    this.#end = chunk.endPts90k;
    this.#firstSequence = chunk.firstSequence;
  }

  /** Segments still to come. */
  get remaining(): number {
    return this.#cuts.length - this.#index;
  }

  /** `fragment` is on ffmpeg's clock: published time + 100 s, 90 kHz. */
  push(fragment: TrackFragment): PackagedSegment {
    const start = this.#cuts[this.#index];
    if (start === undefined) throw new Mp4Error('malformed', `fragment ${this.#index} was not planned`);
    const end = this.#cuts[this.#index + 1] ?? this.#end;
    const samples = fragment.samples.map((sample) => ({
      pts: sample.dts + sample.cts - FFMPEG_OFFSET_90K,
      sync: sample.sync,
      data: sample.data,
    }));
    const frames = samples.map((sample) => sample.pts).toSorted((a, b) => a - b);
    const [first, last] = [frames[0], frames.at(-1)];
    if (first === undefined || last === undefined || first < start || last >= end || !samples[0]?.sync) {
      throw new Mp4Error('malformed', `fragment ${this.#index} spans ${first}–${last}, planned ${start}–${end}`);
    }
    const sequence = this.#firstSequence + this.#index++;
    const bytes = writeVideoSegment({ sequence, samples, startPts90k: start, endPts90k: end });
    return { sequence, startPts90k: start, durationPts90k: end - start, frames, bytes };
  }
}

/** Which source frames a rendition with a lower frame rate keeps: the first of each segment, then every n-th. */
export function keptFrames(
  frames: readonly number[],
  rendition: { cuts90k: readonly number[]; rateDivisor: number; framePeriod90k: number },
): number[] {
  if (rendition.rateDivisor === 1) return [...frames];
  return frames.filter((pts) => {
    const cut = rendition.cuts90k.findLast((candidate) => candidate <= pts) ?? 0;
    return Math.round((pts - cut) / rendition.framePeriod90k) % rendition.rateDivisor === 0;
  });
}
