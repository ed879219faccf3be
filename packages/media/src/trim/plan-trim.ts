import { AAC_FRAME_SAMPLES, AUDIO_TIMESCALE, VIDEO_TIMESCALE } from '../packager/timeline.ts';
import type { KeptRanges } from './shown-time.ts';

/** A segment of the whole film, in 90 kHz ticks. */
export type GridSegment = { sequence: number; start: number; duration: number };

/** One segment of the trimmed film. Plain JSON: it travels in tasks. */
export type TrimPiece = {
  /** From 0 without gaps. */
  sequence: number;
  /** Where it begins in the trimmed film, 90 kHz. */
  start: number;
  duration: number;
  /** Where it begins in the whole film. */
  from: number;
  /** Segments of the whole film that it is made of: one, which is copied when all of it is kept. */
  source: number;
  whole: boolean;
};

/**
 * What the segments of a trimmed film are made of: whole ones as they are, and parts of those in which a cut lies.
 * `ranges` are [start, end) in 90 kHz ticks, at times of frames.
 */
export function planTrim(segments: readonly GridSegment[], ranges: KeptRanges): TrimPiece[] {
  const pieces: TrimPiece[] = [];
  let start = 0;
  for (const [from, until] of ranges) {
    for (const segment of segments) {
      const end = segment.start + segment.duration;
      const [a, b] = [Math.max(from, segment.start), Math.min(until, end)];
      if (b <= a) continue;
      const whole = a === segment.start && b === end;
      pieces.push({ sequence: pieces.length, start, duration: b - a, from: a, source: segment.sequence, whole });
      start += b - a;
    }
  }
  return pieces;
}

/** Frames of one sound segment of the trimmed film, as runs of frames of the whole film, counted from its beginning. */
export type SoundPiece = { sequence: number; firstFrame: number; runs: { frame: number; count: number }[] };

const FRAMES_PER_SEGMENT = 188;

/**
 * The sound of a trimmed film in whole AAC frames. Each part begins at the frame that is nearest to its picture, counted
 * from the beginning of the film: picture and sound are at most half a frame (11 ms) apart, however many cuts there are.
 * @param ranges [start, end) in 90 kHz ticks. @param frames of the whole film.
 */
export function planTrimmedSound(ranges: KeptRanges, frames: number): SoundPiece[] {
  const toFrames = (ticks90k: number) => (ticks90k * AUDIO_TIMESCALE) / VIDEO_TIMESCALE / AAC_FRAME_SAMPLES;
  const runs: { frame: number; count: number }[] = [];
  let shown = 0;
  for (const [from, until] of ranges) {
    const first = Math.round(toFrames(shown));
    const end = Math.round(toFrames(shown + until - from));
    const offset = Math.round(toFrames(from - shown));
    const count = Math.min(end, frames - offset) - first;
    if (count > 0) runs.push({ frame: first + offset, count });
    shown += until - from;
  }
  return divide(runs);
}

function divide(runs: readonly { frame: number; count: number }[]): SoundPiece[] {
  const pieces: SoundPiece[] = [];
  let piece: SoundPiece | undefined;
  let held = 0;
  let written = 0;
  for (const run of runs) {
    for (let done = 0; done < run.count; ) {
      if (!piece || held === FRAMES_PER_SEGMENT) {
        piece = { sequence: pieces.length, firstFrame: written, runs: [] };
        pieces.push(piece);
        held = 0;
      }
      const count = Math.min(run.count - done, FRAMES_PER_SEGMENT - held);
      piece.runs.push({ frame: run.frame + done, count });
      done += count;
      held += count;
      written += count;
    }
  }
  return pieces;
}

/** Frames of a piece of sound. */
export function soundFrames(piece: Pick<SoundPiece, 'runs'>): number {
  return piece.runs.reduce((sum, run) => sum + run.count, 0);
}
