import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { HistoryContext } from '../context.ts';
import { isUnfinished } from '../domain/shown.ts';
import { entrySchema } from './entry-schema.ts';
import { readEntries } from './read-entries.ts';
import { readRecent } from './read-recent.ts';

export const listUnfinished = defineRoute({
  method: 'GET',
  path: '/api/v1/me/continue-watching',
  operationId: 'listUnfinished',
  summary: 'Videos that I have begun and not watched to their end, the latest first.',
  policy: 'account',
  scopes: ['read'],
  query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(12) }),
  answers: { 200: z.object({ items: z.array(entrySchema) }) },
  async handle(context: HistoryContext, { query, caller }) {
    const begun = (await readRecent(context, caller.accountId)).filter(isUnfinished);
    // Some may not be seen any more.
    const entries = await readEntries(context, begun.slice(0, Math.min(100, query.limit * 2)), caller);
    return { items: entries.slice(0, query.limit) };
  },
});
