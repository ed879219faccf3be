import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videoState } from '../domain/video-state.ts';
import { hydrate } from './hydrate.ts';
import { presentCard, videoCardSchema } from './present-video.ts';
import { readProgress } from './read-progress.ts';
import { pageQuery } from './video-fields.ts';

const position = z.object({
  list: z.literal('mine'),
  accountId: z.string(),
  channelId: z.string().optional(),
  id: z.string(),
});
const summary = z.object({ progress: z.number(), etaMs: z.number().nullable() });

export const listMyVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/me/videos',
  operationId: 'listMyVideos',
  summary: 'All videos of mine with their states, newest first; of one channel when asked.',
  policy: 'account',
  scopes: ['read'],
  query: z.object({ ...pageQuery, channel: z.string().max(40).optional() }),
  answers: {
    200: z.object({
      items: z.array(videoCardSchema.extend({ processing: summary.nullable() })),
      nextCursor: z.string().nullable(),
    }),
  },
  errors: ['kernel.cursor_invalid'],
  async handle(context: VideosContext, { query, caller }) {
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== caller.accountId) throw kernelErrors.cursor_invalid();
    const channelId = after ? after.channelId : query.channel;
    const rows = await context.lists.listOwned({
      accountId: caller.accountId,
      channelId,
      limit: query.limit + 1,
      afterId: after?.id,
    });
    const page = rows.slice(0, query.limit);
    const busy = page.filter((row) => !['ready', 'failed', 'draft'].includes(videoState(row)));
    const [hydrated, progress] = await Promise.all([
      hydrate(context, page, caller),
      readProgress(
        context,
        busy.map((row) => row.id),
      ),
    ]);
    const last = page.at(-1);
    return {
      items: hydrated.map((entry) => ({
        ...presentCard(entry),
        processing: progress.get(entry.video.id)?.summary ?? null,
      })),
      nextCursor:
        rows.length > query.limit && last
          ? context.cursors.encode({ list: 'mine', accountId: caller.accountId, channelId, id: last.id })
          : null,
    };
  },
});
