/** Work for one ffmpeg: plain JSON, it is a task's payload. Times are on the published timeline, 90 kHz. */
export type ChunkTask = {
  /** Counts from 0 in order of time. */
  index: number;
  startPts90k: number;
  endPts90k: number;
  /** Start of each output segment, ascending; the first equals `startPts90k`. */
  cuts90k: number[];
  /** Sequence number of the first output segment. */
  firstSequence: number;
  /** Source frames that lie in [start, end). */
  frames: number;
  /** Source segments to feed, in order: the chunk's own, with a lead-in before it where a GOP is open. */
  inputSequences: number[];
  /** Storyboard frames to take: presentation times of existing frames. */
  storyboard90k: number[];
};
