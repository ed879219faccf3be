import { z } from 'zod';
import { HOLDS } from '../domain/hold-reason.ts';

export const settingsSchema = z.strictObject({
  /** Which comments wait until somebody lets them through; those with a blocked word always do. */
  hold: z.enum(HOLDS),
  blockedWords: z
    .array(z.string().trim().min(1).max(100))
    .max(500, 'At most 500 words.')
    .transform((words) => [...new Set(words)]),
  /** How long after one comment somebody may write the next; 0: at once. */
  slowModeSeconds: z.number().int().min(0).max(86_400),
});
