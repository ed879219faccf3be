import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { HistoryContext } from '../context.ts';

export const restoreToHistory = defineRoute({
  method: 'PUT',
  path: '/api/v1/me/history/:videoId',
  operationId: 'restoreToHistory',
  summary: 'Bring a video back that I took out of my history.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ videoId: z.string().max(40) }),
  answers: { 204: null },
  async handle(context: HistoryContext, { params, caller }) {
    await context.hidden.show(caller.accountId, params.videoId);
  },
});
