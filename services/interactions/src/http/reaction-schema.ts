import { z } from 'zod';
import { REACTIONS } from '../domain/reaction.ts';

export const reactionField = z.enum(REACTIONS);

export const videoReactionSchema = z.object({
  likes: z.number(),
  dislikes: z.number(),
  /** That all who see the video may read. */
  comments: z.number(),
  mine: reactionField.nullable(),
});
