import { videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { z } from 'zod';

export const entrySchema = z.object({
  /** When it was watched last. */
  viewedAt: z.string(),
  positionMs: z.number(),
  /** Of the film as it was then; 0 where it was not known. */
  durationMs: z.number(),
  video: videoCardSchema,
});
