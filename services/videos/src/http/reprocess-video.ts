import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';

export const reprocessVideo = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/reprocessing',
  operationId: 'reprocessVideo',
  summary: 'Make a video of mine anew of the file that is kept, as files are processed today; what plays goes on.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 202: z.object({ state: z.literal('begun') }) },
  errors: [
    'videos.not_found',
    'videos.still_processing',
    'transcoding.edition_running',
    'transcoding.video_trimmed',
    'transcoding.source_gone',
  ],
  async handle(context: VideosContext, { params, caller, reply }) {
    const video = await findOwnVideo(context, params.id, caller);
    if (!video.complete) throw videosErrors.still_processing();
    await context.transcoding.reprocess({ videoId: video.id });
    reply.code(202);
    return { state: 'begun' as const };
  },
});
