import { AppError } from '@kinora/kernel';
import { z } from 'zod';

export const MOST_AT_ONCE = 100;

export const idsField = z
  .array(z.string().max(40))
  .min(1, 'Say which videos.')
  .max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} videos at once.`)
  .transform((ids) => [...new Set(ids)]);

export const resultsSchema = z.object({
  results: z.array(
    z.union([
      z.object({ id: z.string(), outcome: z.literal('done') }),
      /** Nothing of this one was changed. */
      z.object({ id: z.string(), outcome: z.literal('refused'), code: z.string(), message: z.string() }),
    ]),
  ),
});

type Results = z.infer<typeof resultsSchema>;

/** One after the other, each for itself: what is refused for one is done for the others. */
export async function forEachVideo(ids: readonly string[], run: (id: string) => Promise<unknown>): Promise<Results> {
  const results: Results['results'] = [];
  for (const id of ids) {
    try {
      await run(id);
      results.push({ id, outcome: 'done' });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ id, outcome: 'refused', code: error.code, message: error.message });
    }
  }
  return { results };
}
