import { toVideoCard, videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { defineRoute, kernelErrors, viewerOf } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { pageQuery } from './page-query.ts';

const position = z.object({
  list: z.literal('liked'),
  accountId: z.string(),
  likedAt: z.string(),
  videoId: z.string(),
});

export const listLikedVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/me/liked-videos',
  operationId: 'listLikedVideos',
  summary: 'Videos that I like, the latest first; what I may not see any more is left out.',
  policy: 'account',
  scopes: ['read'],
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(videoCardSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const found = await context.reactions.listLiked({ accountId, limit: query.limit + 1, after });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const { cards } = await context.videos.getCards({
      videoIds: rows.map((row) => row.video_id),
      viewer: viewerOf(caller),
    });
    return {
      items: cards.map(toVideoCard),
      nextCursor: last
        ? context.cursors.encode({
            list: 'liked',
            accountId,
            likedAt: last.changed_at.toISOString(),
            videoId: last.video_id,
          })
        : null,
    };
  },
});
