import { videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { defineRoute, sendHot, VISITOR } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { hydrate } from './hydrate.ts';
import { presentCard } from './present-video.ts';
import { resolveChannel } from './resolve-channel.ts';

export const listPremieres = defineRoute({
  method: 'GET',
  path: '/api/v1/premieres',
  operationId: 'listPremieres',
  summary: 'Videos that will have their premiere, the next first; of one channel when asked.',
  policy: 'public',
  scopes: ['read'],
  query: z.object({
    limit: z.coerce.number().int().min(1).max(50).default(12),
    channel: z.string().max(100).optional(),
  }),
  answers: { 200: z.object({ items: z.array(videoCardSchema) }), 304: null },
  async handle(context: VideosContext, { query, raw, reply }) {
    const key = `premieres ${JSON.stringify(query)}`;
    const hot = await context.hotLists.get(key, async () => {
      const channelId = await resolveChannel(context, query.channel);
      const videos = channelId === null ? [] : await context.lists.listAnnounced({ limit: query.limit, channelId });
      return { of: undefined, body: { items: (await hydrate(context, videos, VISITOR)).map(presentCard) } };
    });
    return hot && sendHot(hot, raw.headers['if-none-match'], reply);
  },
});
