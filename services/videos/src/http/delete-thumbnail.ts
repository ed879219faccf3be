import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { findOwnVideo } from './find-own-video.ts';

export const deleteThumbnail = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id/thumbnail',
  operationId: 'deleteThumbnail',
  summary: 'The picture that processing found stands for a video of mine again.',
  policy: 'account',
  scopes: ['manage', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, caller }) {
    const video = await findOwnVideo(context, params.id, caller);
    await context.thumbnails.choose(video.id, null);
    context.removing.wake();
  },
});
