import { defineRoute, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { findForViewer } from './find-for-viewer.ts';
import { cardsSchema, presentCards } from './present-cards.ts';

export const getCards = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/cards',
  operationId: 'getCards',
  summary: 'What a video points out while it plays and at its end, as far as whoever asks may see where it leads.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: cardsSchema, 304: null },
  errors: ['videos.not_found', 'videos.password_needed'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const { video } = await findForViewer(context, params.id, { caller, headers: raw.headers });
    return withEtag(await presentCards(context, video, caller), raw.headers['if-none-match'], reply);
  },
});
