import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { HistoryContext } from '../context.ts';
import { readRecent } from './read-recent.ts';

export const getPositions = defineRoute({
  method: 'GET',
  path: '/api/v1/me/positions',
  operationId: 'getPositions',
  summary: 'Where I am in the 500 videos that I watched last: for going on, and for what lists show of it.',
  policy: 'account',
  scopes: ['read'],
  answers: {
    200: z.object({
      items: z.array(
        z.object({ videoId: z.string(), positionMs: z.number(), durationMs: z.number(), viewedAt: z.string() }),
      ),
    }),
  },
  async handle(context: HistoryContext, { caller }) {
    const recent = await readRecent(context, caller.accountId);
    return {
      items: recent.map(({ videoId, positionMs, durationMs, seenAt }) => ({
        videoId,
        positionMs,
        durationMs,
        viewedAt: seenAt.toISOString(),
      })),
    };
  },
});
