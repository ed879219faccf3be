import { z } from 'zod';

export const interactionsConfig = z.object({
  COMMENTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('Comments that one account may write in a minute.'),
});
export type InteractionsConfig = z.infer<typeof interactionsConfig>;
