import { defineRoute } from '@kinora/kernel';
import type { HistoryContext } from '../context.ts';
import { historyErrors } from '../errors.ts';

export const restoreHistory = defineRoute({
  method: 'POST',
  path: '/api/v1/me/history/restoration',
  operationId: 'restoreHistory',
  summary: 'Bring back what I cleared less than a day ago.',
  policy: 'account',
  scopes: ['manage'],
  answers: { 204: null },
  errors: ['history.too_late'],
  async handle(context: HistoryContext, { caller }) {
    if (!(await context.hidden.unclear(caller.accountId))) throw historyErrors.too_late();
  },
});
