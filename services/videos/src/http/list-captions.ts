import { defineRoute, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { findForViewer } from './find-for-viewer.ts';
import { captionTrackSchema, presentCaptions } from './present-captions.ts';

export const listCaptions = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/captions',
  operationId: 'listCaptions',
  summary: 'The captions of a video, the default first.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: z.object({ items: z.array(captionTrackSchema) }), 304: null },
  errors: ['videos.not_found', 'videos.password_needed'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const { video } = await findForViewer(context, params.id, { caller, headers: raw.headers });
    const items = (await context.captions.list(video.id)).map(presentCaptions);
    return withEtag({ items }, raw.headers['if-none-match'], reply);
  },
});
