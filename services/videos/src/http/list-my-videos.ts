import { videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { VIDEO_STATES, videoState } from '../domain/video-state.ts';
import { VISIBILITIES } from '../domain/visibility.ts';
import { hydrate } from './hydrate.ts';
import { pageOfMine } from './page-of-mine.ts';
import { presentCard } from './present-video.ts';
import { readProgress } from './read-progress.ts';
import { readStorage } from './read-storage.ts';
import { pageQuery } from './video-fields.ts';

const filter = {
  channelId: z.string().optional(),
  title: z.string().optional(),
  state: z.enum(VIDEO_STATES).optional(),
  visibility: z.enum(VISIBILITIES).optional(),
};
const order = {
  sort: z.enum(['date', 'title', 'views', 'size']).default('date'),
  order: z.enum(['asc', 'desc']).default('desc'),
};
const position = z.union([
  z.object({
    list: z.literal('mine'),
    accountId: z.string(),
    ...order,
    filter: z.object(filter),
    after: z.object({ by: z.union([z.string(), z.number()]), id: z.string() }),
  }),
  // Of the release before: the newest first, of a channel at most.
  z
    .object({ list: z.literal('mine'), accountId: z.string(), channelId: z.string().optional(), id: z.string() })
    .transform(({ channelId, id, ...rest }) => ({
      ...rest,
      sort: 'date' as const,
      order: 'desc' as const,
      filter: { channelId },
      after: { by: id, id },
    })),
]);
const summary = z.object({ progress: z.number(), etaMs: z.number().nullable() });

export const listMyVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/me/videos',
  operationId: 'listMyVideos',
  summary: 'All videos of mine with their states, newest first unless asked for another order.',
  policy: 'account',
  scopes: ['read'],
  query: z.object({
    ...pageQuery,
    /** It carries what was asked for, titles included. */
    cursor: z.string().max(3000).optional(),
    ...order,
    channel: z.string().max(40).optional(),
    /** Part of the title. */
    title: z.string().trim().max(100).optional(),
    state: filter.state,
    visibility: filter.visibility,
  }),
  answers: {
    200: z.object({
      items: z.array(
        videoCardSchema.extend({
          processing: summary.nullable(),
          /** When it becomes public by itself. */
          publishAt: z.string().nullable(),
          /** What its files, renditions and captions take; null where that is not known now. */
          storedBytes: z.number().nullable(),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  },
  errors: ['kernel.cursor_invalid'],
  async handle(context: VideosContext, { query, caller }) {
    const { accountId } = caller;
    const before = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && before?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const { limit, channel, title, state, visibility } = query;
    // A page further on is of the same list as the first one.
    const asked = before ?? {
      sort: query.sort,
      order: query.order,
      filter: { channelId: channel, title: title || undefined, state, visibility },
      after: undefined,
    };
    const { rows, next } = await pageOfMine(context, { accountId, limit, ...asked });
    const busy = rows.filter((row) => !['ready', 'failed', 'draft'].includes(videoState(row)));
    const [hydrated, progress, storage] = await Promise.all([
      hydrate(context, rows, caller),
      readProgress(
        context,
        busy.map((row) => row.id),
      ),
      readStorage(
        context,
        rows.map((row) => row.id),
      ),
    ]);
    return {
      items: hydrated.map((entry) => ({
        ...presentCard(entry),
        processing: progress.get(entry.video.id)?.summary ?? null,
        publishAt: entry.video.publish_at?.toISOString() ?? null,
        storedBytes: storage?.get(entry.video.id) ?? (storage ? 0 : null),
      })),
      nextCursor: next ? context.cursors.encode({ list: 'mine', accountId, ...asked, after: next }) : null,
    };
  },
});
