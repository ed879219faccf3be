import { videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { defineRoute, kernelErrors, sendHot, VISITOR } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { CATEGORIES, type Category } from '../domain/details.ts';
import { PUBLIC_SORTS, type PublicSort } from '../store/video-lists.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { hydrate } from './hydrate.ts';
import { presentCard } from './present-video.ts';
import { resolveChannel } from './resolve-channel.ts';
import { pageQuery, tagQuery } from './video-fields.ts';

const list = {
  list: z.literal('public'),
  channelId: z.string().optional(),
  tag: z.string().optional(),
  category: z.enum(CATEGORIES).optional(),
  id: z.string(),
};
const position = z.union([
  z.object({ ...list, sort: z.literal('popular'), views: z.number() }),
  // Cursors of the release before do not name their order.
  z.object({ ...list, sort: z.enum(['newest', 'oldest']).default('newest'), publishedAt: z.string() }),
]);

export const listVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/videos',
  operationId: 'listVideos',
  summary:
    'Public videos that play, newest first unless asked for another order; of one channel, tag or category when asked.',
  policy: 'public',
  scopes: ['read'],
  query: z.object({
    ...pageQuery,
    channel: z.string().max(100).optional(),
    tag: tagQuery.optional(),
    category: z.enum(CATEGORIES).optional(),
    sort: z.enum(PUBLIC_SORTS).default('newest'),
  }),
  answers: { 200: z.object({ items: z.array(videoCardSchema), nextCursor: z.string().nullable() }), 304: null },
  errors: ['kernel.cursor_invalid'],
  async handle(context: VideosContext, { query, raw, reply }) {
    // Nothing in it depends on who asks.
    const hot = await context.hotLists.get(JSON.stringify(query), async () => {
      const body = await readPage(context, query);
      // How much plays of a film that arrives grows by the moment.
      return { of: undefined, body, moving: body.items.some(({ state }) => state !== 'ready' && state !== 'failed') };
    });
    return hot && sendHot(hot, raw.headers['if-none-match'], reply);
  },
});

interface Asked {
  limit: number;
  cursor?: string | undefined;
  channel?: string | undefined;
  tag?: string | undefined;
  category?: Category | undefined;
  sort: PublicSort;
}

async function readPage(context: VideosContext, query: Asked) {
  const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
  if (query.cursor && !after) throw kernelErrors.cursor_invalid();
  const channelId = after ? after.channelId : await resolveChannel(context, query.channel);
  if (channelId === null) return { items: [], nextCursor: null };
  // A page further on keeps the order of the first one, and what it is of.
  const { tag, category, sort } = after ?? query;
  const rows = await context.lists.listPublic({ limit: query.limit + 1, channelId, tag, category, sort, after });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const items = (await hydrate(context, page, VISITOR)).map(presentCard);
  const nextCursor =
    rows.length > query.limit && last
      ? context.cursors.encode({ list: 'public', channelId, tag, category, id: last.id, ...placeOf(last, sort) })
      : null;
  return { items, nextCursor };
}

function placeOf(row: VideoRow, sort: PublicSort) {
  if (sort === 'popular') return { sort, views: Number(row.views) };
  return { sort, publishedAt: row.published_at?.toISOString() };
}
