import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { MODERATION_ACTS } from '../domain/moderation-act.ts';
import { assertRight } from './channel-rights.ts';
import { idParams, pageQuery } from './page-query.ts';

const position = z.object({ list: z.literal('moderation-acts'), channelId: z.string(), id: z.string() });

const actSchema = z.object({
  id: z.string(),
  act: z.enum(MODERATION_ACTS),
  at: z.string(),
  /** Who did it; null where they are gone. */
  by: z.object({ handle: z.string(), name: z.string() }).nullable(),
  /** Whom it is about; null where it is about nobody, or they are gone. */
  person: z.object({ handle: z.string(), name: z.string() }).nullable(),
  commentId: z.string().nullable(),
});

export const listModerationActs = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/moderation-acts',
  operationId: 'listModerationActs',
  summary: 'Who did what to comments of others in a channel in which I moderate, the latest first.',
  policy: 'account',
  scopes: ['read'],
  params: idParams,
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(actSchema), nextCursor: z.string().nullable() }) },
  errors: ['interactions.channel_not_found', 'interactions.not_allowed', 'kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { params, query, caller }) {
    const { id: channelId } = params;
    await assertRight(context, { channelId, caller }, 'moderate');
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.channelId !== channelId) throw kernelErrors.cursor_invalid();
    const found = await context.moderation.listActs({ channelId, limit: query.limit + 1, beforeId: after?.id });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const people = rows.flatMap((row) => [row.actor_account_id, row.account_id ?? []].flat()).map(speaker);
    const authorOf = await context.authors.of(people);
    const named = (accountId: string | null) => {
      const channel = accountId === null ? undefined : authorOf(speaker(accountId));
      return channel ? { handle: channel.handle, name: channel.name } : null;
    };
    return {
      items: rows.map((row) => ({
        id: row.id,
        act: row.act,
        at: row.at.toISOString(),
        by: named(row.actor_account_id),
        person: named(row.account_id),
        commentId: row.comment_id,
      })),
      nextCursor: last ? context.cursors.encode({ list: 'moderation-acts', channelId, id: last.id }) : null,
    };
  },
});

const speaker = (accountId: string) => ({ author_account_id: accountId, as_channel_id: null });
