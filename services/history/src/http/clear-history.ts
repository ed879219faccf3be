import { defineRoute } from '@kinora/kernel';
import type { HistoryContext } from '../context.ts';

export const clearHistory = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/history',
  operationId: 'clearHistory',
  summary: 'Forget all that I watched so far; after a day for good.',
  policy: 'account',
  scopes: ['manage'],
  answers: { 204: null },
  async handle(context: HistoryContext, { caller }) {
    await context.hidden.clear(caller.accountId);
  },
});
