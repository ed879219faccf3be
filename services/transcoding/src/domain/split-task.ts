import type { ChunkTask, Rendition } from '@kinora/media';

/** What a chunk's task encodes. */
export interface ChunkPayload {
  chunk: ChunkTask;
  renditions: Rendition[];
  /** Some frames of the chunk cannot be decoded: it is made without them. */
  lenient?: boolean;
  /** Nothing of the chunk can be decoded: the first picture of this source segment is shown in its place. */
  heldSequence?: number;
  /** A part of the film that its ladder is chosen by. */
  compare?: boolean;
}

/** Up to this height a rendition is small: most screens can be served with it while the larger ones are awaited. */
const SMALL_HEIGHT = 480;
/** Larger than the number of chunks of any film: both halves of a task have a number of their own. */
const SECOND_HALF = 1_000_000;

/**
 * Divides a task into the small renditions, with the pictures, and the large ones. Undefined where there is nothing to
 * divide. Decoding twice costs a tenth more, so this is for when somebody waits.
 */
export function splitTask(task: { number: number; payload: ChunkPayload; durationMs: number }):
  | {
      small: { payload: ChunkPayload; durationMs: number };
      large: { number: number; payload: ChunkPayload; durationMs: number };
    }
  | undefined {
  const { chunk, renditions, compare } = task.payload;
  // Its renditions are compared with each other.
  if (compare) return undefined;
  const isSmall = ({ width, height }: Rendition) => Math.min(width, height) <= SMALL_HEIGHT;
  const small = renditions.filter(isSmall);
  const large = renditions.filter((rendition) => !isSmall(rendition));
  if (small.length === 0 || large.length === 0) return undefined;
  // Progress is counted in milliseconds of film: each half counts for its share of the pixels.
  const pixels = (of: Rendition[]) => of.reduce((sum, { width, height }) => sum + width * height, 0);
  const smallMs = Math.round((task.durationMs * pixels(small)) / pixels(renditions));
  return {
    small: { payload: { chunk, renditions: small }, durationMs: smallMs },
    large: {
      number: task.number + SECOND_HALF,
      payload: { chunk: { ...chunk, storyboard90k: [] }, renditions: large },
      durationMs: task.durationMs - smallMs,
    },
  };
}
