import { videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import { AppError, defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { hydrate } from './hydrate.ts';
import { presentCard } from './present-video.ts';
import { tellViewerList } from './tell-viewer-list.ts';
import { pageQuery } from './video-fields.ts';

const position = z.object({ list: z.literal('shared'), accountId: z.string(), id: z.string() });

export const listSharedVideos = defineRoute({
  method: 'GET',
  path: '/api/v1/me/shared-videos',
  operationId: 'listSharedVideos',
  summary: 'Videos of others that play and that I may watch because a list of theirs names me, the newest first.',
  policy: 'account',
  scopes: ['read'],
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(videoCardSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: VideosContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    if (!after) await takePlaces(context, accountId);
    const found = await context.lists.listShared({ accountId, limit: query.limit + 1, beforeId: after?.id });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    return {
      items: (await hydrate(context, rows, caller)).map(presentCard),
      nextCursor: last ? context.cursors.encode({ list: 'shared', accountId, id: last.id }) : null,
    };
  },
});

/** More wait for nobody: whoever is named on so many finds the others when they come again. */
const MOST_PLACES = 20;

/** Whoever has proved an address is on the lists that name it from then on, before any of their films was opened. */
async function takePlaces(context: VideosContext, accountId: string): Promise<void> {
  const emailKey = await provedAddress(context, accountId);
  if (emailKey === '') return;
  for (const listId of await context.viewerLists.waitingFor(emailKey, MOST_PLACES)) {
    const told = await context.viewerLists.claim(listId, { accountId, emailKey });
    if (told) await tellViewerList(context, told);
  }
}

async function provedAddress(context: VideosContext, accountId: string): Promise<string> {
  try {
    return (await context.identity.getProvedAddress({ accountId })).emailKey;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'unavailable') throw error;
    context.log.warn({ err: error }, 'identity is away: what was shared with an address is left out');
    return '';
  }
}
