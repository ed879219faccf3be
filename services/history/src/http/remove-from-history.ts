import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { HistoryContext } from '../context.ts';

export const removeFromHistory = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/history/:videoId',
  operationId: 'removeFromHistory',
  summary: 'Take a video out of my history; for a day it can be brought back.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ videoId: z.string().max(40) }),
  answers: { 204: null },
  async handle(context: HistoryContext, { params, caller }) {
    await context.hidden.hide(caller.accountId, params.videoId);
  },
});
