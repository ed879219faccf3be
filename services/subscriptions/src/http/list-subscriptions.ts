import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';
import { pageQuery } from './page-query.ts';
import { bellField } from './subscription-schema.ts';

const position = z.object({
  list: z.literal('subscriptions'),
  accountId: z.string(),
  since: z.string(),
  channelId: z.string(),
});

const followedSchema = z.object({
  channel: z.object({ id: z.string(), handle: z.string(), name: z.string(), avatarUrl: z.string().nullable() }),
  bell: bellField,
  since: z.string(),
  subscribers: z.number(),
  /** A video came out since the feed was last looked at. */
  isNew: z.boolean(),
});

export const listSubscriptions = defineRoute({
  method: 'GET',
  path: '/api/v1/me/subscriptions',
  operationId: 'listSubscriptions',
  summary: 'The channels that I follow, the latest first.',
  policy: 'account',
  scopes: ['read'],
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(followedSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: SubscriptionsContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const [found, visits] = await Promise.all([
      context.subscriptions.list({ accountId, limit: query.limit + 1, after }),
      context.subscriptions.visits(accountId),
    ]);
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const { channels } = await context.channels.getChannels({ ids: rows.map((row) => row.channel_id) });
    const known = new Map(channels.map((channel) => [channel.id, channel]));
    const seenAt = visits?.seenAt ?? new Date(0);
    return {
      items: rows.flatMap((row) => {
        const channel = known.get(row.channel_id);
        if (!channel) return [];
        const { id, handle, name, avatarPath } = channel;
        return {
          channel: { id, handle, name, avatarUrl: avatarPath || null },
          bell: row.bell,
          since: row.since.toISOString(),
          subscribers: row.subscribers,
          isNew: row.latest_video_at !== null && row.latest_video_at > seenAt,
        };
      }),
      nextCursor: last
        ? context.cursors.encode({
            list: 'subscriptions',
            accountId,
            since: last.since.toISOString(),
            channelId: last.channel_id,
          })
        : null,
    };
  },
});
