import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { assertRight } from './channel-rights.ts';
import { idParams, pageQuery } from './page-query.ts';

const position = z.object({ list: z.literal('blocked'), channelId: z.string(), accountId: z.string() });

const blockedSchema = z.object({
  /** For taking them off. */
  id: z.string(),
  channel: z
    .object({ id: z.string(), handle: z.string(), name: z.string(), avatarUrl: z.string().nullable() })
    .nullable(),
  since: z.string(),
});

export const listBlockedPeople = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/blocked-people',
  operationId: 'listBlockedPeople',
  summary: 'Who may not comment in a channel in which I moderate.',
  policy: 'account',
  scopes: ['read'],
  params: idParams,
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(blockedSchema), nextCursor: z.string().nullable() }) },
  errors: ['interactions.channel_not_found', 'interactions.not_allowed', 'kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { params, query, caller }) {
    const { id: channelId } = params;
    await assertRight(context, { channelId, caller }, 'moderate');
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.channelId !== channelId) throw kernelErrors.cursor_invalid();
    const found = await context.moderation.listBlocked({
      channelId,
      limit: query.limit + 1,
      afterAccountId: after?.accountId ?? '',
    });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const speakers = rows.map((row) => ({ author_account_id: row.account_id, as_channel_id: null }));
    const authorOf = await context.authors.of(speakers);
    return {
      items: rows.map((row) => {
        const channel = authorOf({ author_account_id: row.account_id, as_channel_id: null });
        return {
          id: row.account_id,
          channel: channel
            ? { id: channel.id, handle: channel.handle, name: channel.name, avatarUrl: channel.avatarPath || null }
            : null,
          since: row.since.toISOString(),
        };
      }),
      nextCursor: last ? context.cursors.encode({ list: 'blocked', channelId, accountId: last.account_id }) : null,
    };
  },
});
