import type { VideoSegmentInfo } from '../packager/sample.ts';
import type { ChunkTask } from './chunk-task.ts';

export type PlanChunksOptions = {
  /** Aim, default 20,000; more for films of few frames per second. */
  targetMs?: number;
  /**
   * The same for the very first chunk: a short one brings the first picture sooner. It has two output segments at least,
   * fewer are not played. Default targetMs.
   */
  firstTargetMs?: number;
  /** Default 2. Where the length is known, chunks get shorter towards the end, so that all of them end together. */
  workers?: number;
  /** Length of a film that grows, where its file says it. */
  expectedMs?: number;
  /** True: output segments are exactly the source's segments. False: source segments over 6 s are divided at frames. */
  passthrough: boolean;
  /** No more segments will come: everything is planned. False while growing: an incomplete chunk stays unplanned. */
  final: boolean;
  /** What the previous call returned; absent in the first call. */
  state?: ChunkPlanState;
  /** Distance of storyboard frames, default 5,000; 0 for none. */
  storyboardEveryMs?: number;
};

/** Plain JSON. */
export type ChunkPlanState = {
  nextIndex: number;
  /** Of the first output segment that is not planned yet. */
  nextSequence: number;
  /** Of the first source segment that is not planned yet. */
  nextInputSequence: number;
  nextStoryboard90k: number;
};

export type PlannedChunks = { chunks: ChunkTask[]; state: ChunkPlanState };

/** Fewer than this is not worth a process of its own. */
const MIN_CHUNK_90K = 4 * 90_000;
/**
 * Of what is left to do a worker is given half of its share at a time (guided self-scheduling, Polychronopoulos and Kuck
 * 1987, with half of what they give): none is as fast as another nor begins when it does, and yet all end together.
 */
const SHARE_AT_ONCE = 1 / 2;
/** Of films below this rate chunks last longer, for as many frames: starting and ending a task costs more than they do. */
const SLOW_FPS = 8;
/** However slow a film is: a chunk is what one worker is lost with, and what a viewer of an upload waits for. */
const MOST_STRETCH = 15;
const MAX_OUTPUT_SEGMENT_90K = 6 * 90_000;
const OUTPUT_SEGMENT_90K = 4 * 90_000;
const MIN_OUTPUT_SEGMENT_90K = 1 * 90_000;

/**
 * New chunk tasks for source segments in order of sequence: all known so far, or those from
 * `state.nextInputSequence` on. Never plans a segment twice when given the state it returned.
 */
export function planChunks(segments: readonly VideoSegmentInfo[], options: PlanChunksOptions): PlannedChunks {
  const state = options.state ?? { nextIndex: 0, nextSequence: 0, nextInputSequence: 0, nextStoryboard90k: 0 };
  const open = segments.filter((segment) => segment.sequence >= state.nextInputSequence);
  const aimOf = chunkAims(open, options);
  const chunks: ChunkTask[] = [];
  let next = { ...state };
  let group: VideoSegmentInfo[] = [];
  let length = 0;
  for (const [position, segment] of open.entries()) {
    group.push(segment);
    length += segment.durationPts90k;
    const following = open[position + 1];
    const last = options.final && !following;
    // The cut nearest to the aim is taken; a segment that has not come is thought to be like this one.
    const full = length + (following ?? segment).durationPts90k / 2 > aimOf(next.nextIndex, group);
    if (!last && (!full || !mayEnd(group, next, options))) continue;
    const planned = planChunk(group, next, options);
    chunks.push(planned.chunk);
    next = planned.state;
    group = [];
    length = 0;
  }
  return { chunks, state: next };
}

/** How long a chunk is to be that begins with the first segment of a group, 90 kHz. */
function chunkAims(open: readonly VideoSegmentInfo[], options: PlanChunksOptions) {
  const { workers = 2, final, expectedMs = 0, firstTargetMs } = options;
  const stretch = stretchOf(open);
  const target = Math.round((options.targetMs ?? 20_000) * 90 * stretch);
  const last = open.at(-1);
  const end = final && last ? last.startPts90k + last.durationPts90k : expectedMs * 90;
  return (index: number, [first]: readonly VideoSegmentInfo[]): number => {
    if (firstTargetMs !== undefined && isShortFirst(index, options)) return firstTargetMs * 90;
    const left = end - (first?.startPts90k ?? 0);
    // A film that is longer than its file says goes on as one whose length is not known.
    if (left <= 0) return target;
    return Math.min(target, Math.max(MIN_CHUNK_90K * stretch, (left / workers) * SHARE_AT_ONCE));
  };
}

function stretchOf(open: readonly VideoSegmentInfo[]): number {
  const frames = open.reduce((sum, segment) => sum + segment.frames.length, 0);
  const total = open.reduce((sum, segment) => sum + segment.durationPts90k, 0);
  if (frames === 0 || total === 0) return 1;
  return Math.min(MOST_STRETCH, Math.max(1, (SLOW_FPS * total) / (frames * 90_000)));
}

function planChunk(group: readonly VideoSegmentInfo[], state: ChunkPlanState, options: PlanChunksOptions) {
  const first = group[0];
  const last = group.at(-1);
  if (!first || !last) throw new RangeError('a chunk needs a segment');
  const endPts90k = last.startPts90k + last.durationPts90k;
  const isAlone = isShortFirst(state.nextIndex, options) && group.length === 1;
  const cuts90k = cutsOf(group, options, isAlone ? 2 : 1);
  const frames = group.flatMap((segment) => segment.frames);
  const storyboard = pickStoryboard(
    frames,
    endPts90k,
    state.nextStoryboard90k,
    (options.storyboardEveryMs ?? 5_000) * 90,
  );
  const leadIn = first.independent || first.sequence === 0 ? [] : [first.sequence - 1];
  const chunk: ChunkTask = {
    index: state.nextIndex,
    startPts90k: first.startPts90k,
    endPts90k,
    cuts90k,
    firstSequence: state.nextSequence,
    frames: frames.length,
    inputSequences: [...leadIn, ...group.map((segment) => segment.sequence)],
    storyboard90k: storyboard.frames,
  };
  return {
    chunk,
    state: {
      nextIndex: state.nextIndex + 1,
      nextSequence: state.nextSequence + cuts90k.length,
      nextInputSequence: last.sequence + 1,
      nextStoryboard90k: storyboard.next,
    },
  };
}

/** A short first chunk is made to be played, and one segment is not. */
function mayEnd(
  group: readonly VideoSegmentInfo[],
  { nextIndex }: ChunkPlanState,
  options: PlanChunksOptions,
): boolean {
  if (!isShortFirst(nextIndex, options) || options.passthrough) return true;
  return cutsOf(group, options, 2).length >= 2;
}

function isShortFirst(index: number, { firstTargetMs }: PlanChunksOptions): boolean {
  return index === 0 && firstTargetMs !== undefined;
}

function cutsOf(group: readonly VideoSegmentInfo[], { passthrough }: PlanChunksOptions, least: number): number[] {
  return group.flatMap((segment) => (passthrough ? [segment.startPts90k] : divide(segment, least)));
}

/** Parts of about 4 s that begin at frames. @param least shorter ones, if it takes them to be so many. */
function divide(segment: VideoSegmentInfo, least: number): number[] {
  const { durationPts90k } = segment;
  const wanted = durationPts90k <= MAX_OUTPUT_SEGMENT_90K ? 1 : Math.round(durationPts90k / OUTPUT_SEGMENT_90K);
  const parts = Math.max(wanted, Math.min(least, Math.floor(durationPts90k / MIN_OUTPUT_SEGMENT_90K)));
  if (parts <= 1) return [segment.startPts90k];
  const cuts = [segment.startPts90k];
  let part = 1;
  // One walk over the frames: a GOP may be hours long.
  for (const pts of segment.frames) {
    if (part >= parts || pts < segment.startPts90k + (segment.durationPts90k * part) / parts) continue;
    if (pts > segment.startPts90k) cuts.push(pts);
    part = Math.floor(((pts - segment.startPts90k) * parts) / segment.durationPts90k) + 1;
  }
  return cuts;
}

/** For each time the frame that is on the screen then. */
function pickStoryboard(frames: readonly number[], end: number, from: number, every: number) {
  const picked = new Set<number>();
  let time = from;
  if (every <= 0) return { frames: [], next: time };
  let index = 0;
  for (; time < end; time += every) {
    while ((frames[index + 1] ?? Number.POSITIVE_INFINITY) <= time) index++;
    const shown = frames[index];
    if (shown !== undefined) picked.add(shown);
  }
  return { frames: [...picked], next: time };
}
