import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';

export const deleteTrim = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id/trim',
  operationId: 'deleteTrim',
  summary: 'Show all of a video of mine again, as it was uploaded.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 202: z.object({ state: z.literal('begun') }) },
  errors: ['videos.not_found', 'videos.still_processing', 'transcoding.edition_running', 'transcoding.not_trimmed'],
  async handle(context: VideosContext, { params, caller, reply }) {
    const video = await findOwnVideo(context, params.id, caller);
    if (!video.complete) throw videosErrors.still_processing();
    await context.transcoding.trim({ videoId: video.id, ranges: [] });
    reply.code(202);
    return { state: 'begun' as const };
  },
});
