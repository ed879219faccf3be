import { toVideoCard, videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';
import { pageQuery } from './page-query.ts';
import { MOST_CHANNELS } from './put-subscription.ts';

const position = z.object({
  list: z.literal('subscription-videos'),
  accountId: z.string(),
  publishedAt: z.string(),
  id: z.string(),
});

export const listNewVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/me/subscriptions/videos',
  operationId: 'listNewVideos',
  summary: 'Videos of the channels that I follow, the newest first.',
  policy: 'account',
  scopes: ['read'],
  query: z.object(pageQuery),
  answers: {
    200: z.object({
      items: z.array(videoCardSchema),
      nextCursor: z.string().nullable(),
      /** What came out later is new since my last visit; null where there was none. */
      newSince: z.string().nullable(),
    }),
  },
  errors: ['kernel.cursor_invalid'],
  async handle(context: SubscriptionsContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const [channelIds, visits] = await Promise.all([
      context.subscriptions.channelsOf(accountId, MOST_CHANNELS),
      context.subscriptions.visits(accountId),
    ]);
    const { cards, next } = await context.videos.listNewest({
      channelIds,
      limit: query.limit,
      ...(after ? { after: { publishedAt: after.publishedAt, id: after.id } } : {}),
    });
    return {
      items: cards.map(toVideoCard),
      nextCursor: next
        ? context.cursors.encode({
            list: 'subscription-videos',
            accountId,
            publishedAt: next.publishedAt,
            id: next.id,
          })
        : null,
      newSince: visits?.beforeAt?.toISOString() ?? null,
    };
  },
});
