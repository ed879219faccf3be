import { z } from 'zod';
import { playbackSchema } from './present-video.ts';
import { rangeSchema } from './range-schema.ts';

const ms = z.number().int().min(0).max(359_999_999);

export const rangesField = z
  .array(z.tuple([ms, ms]))
  .min(1, 'Keep something of the video.')
  .max(1000);

export const trimSchema = z.object({
  /** Of the film as it was uploaded. */
  durationMs: z.number(),
  /** What is shown of it; all of it is one part. */
  rangesMs: z.array(rangeSchema),
  trimmed: z.boolean(),
  /** How long one picture is shown, as a rule: times are moved to the nearest one. */
  frameMs: z.number(),
  /** All of the film, for its owner alone; null where that is what plays. */
  wholePlayback: playbackSchema.nullable(),
});
