import type { Playback } from './video-types.ts';

/** Which parts of a film are shown, in times of the film as it was uploaded. */
export interface Trim {
  durationMs: number;
  /** [start, end) of each part; all of it is one. */
  rangesMs: [startMs: number, endMs: number][];
  trimmed: boolean;
  /** How long one picture is shown, as a rule: times are moved to the nearest one. */
  frameMs: number;
  /** All of the film, for its owner alone; null where that is what plays. */
  wholePlayback: Playback | null;
}
