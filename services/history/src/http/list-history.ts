import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { HistoryContext } from '../context.ts';
import { isShown } from '../domain/shown.ts';
import { holdsWords } from '../domain/words.ts';
import { entrySchema } from './entry-schema.ts';
import { pageQuery } from './page-query.ts';
import { type Entry, readEntries } from './read-entries.ts';

const position = z.object({
  list: z.literal('history'),
  accountId: z.string(),
  q: z.string().optional(),
  state: z.string(),
});

/** How many viewings one request looks at: who searches for what is not there goes on with the cursor. */
const MOST_LOOKED_AT = 600;

export const listHistory = defineRoute({
  method: 'GET',
  path: '/api/v1/me/history',
  operationId: 'listHistory',
  summary:
    'What I watched, the latest first; with words of a title only what has them. What I may not see any more is left out.',
  policy: 'account',
  scopes: ['read'],
  query: z.object({ ...pageQuery, q: z.string().trim().min(1).max(100).optional() }),
  answers: { 200: z.object({ items: z.array(entrySchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: HistoryContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const q = after ? after.q : query.q;
    const hidden = await context.hidden.of(accountId);
    const items: Entry[] = [];
    let pageState = after?.state;
    let lookedAt = 0;
    do {
      // What is left is exactly what fits: a cursor stands between two pages of the log.
      const limit = Math.min(100, query.limit - items.length);
      const page = await context.watchLog.list(accountId, { limit, pageState });
      lookedAt += page.viewings.length;
      const shown = page.viewings.filter((viewing) => isShown(viewing, hidden));
      const entries = await readEntries(context, shown, caller);
      items.push(...entries.filter(({ video }) => q === undefined || holdsWords(video.title, q)));
      pageState = page.pageState;
    } while (pageState !== undefined && items.length < query.limit && lookedAt < MOST_LOOKED_AT);
    return {
      items,
      nextCursor:
        pageState === undefined ? null : context.cursors.encode({ list: 'history', accountId, q, state: pageState }),
    };
  },
});
