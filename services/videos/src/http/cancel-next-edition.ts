import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';

export const cancelNextEdition = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id/next-edition',
  operationId: 'cancelNextEdition',
  summary:
    'Give up what is being made of a video of mine: a new file, processing again. What plays goes on; a failure is forgotten.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['videos.not_found', 'videos.nothing_to_cancel'],
  async handle(context: VideosContext, { params, caller }) {
    const { id } = await findOwnVideo(context, params.id, caller);
    const { cancelled, uploadId } = await context.transcoding.cancelEdition({ videoId: id });
    const { discarded } = await context.uploads.discardReplacement({ videoId: id, uploadId });
    if (!cancelled && !discarded) throw videosErrors.nothing_to_cancel();
  },
});
