import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { mayDelete, mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { removeVideo } from './remove-video.ts';

export const deleteVideo = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id',
  operationId: 'deleteVideo',
  summary: 'Delete a video; when this is answered nobody is served any of it.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null, 202: z.object({ withdrawal: z.literal('under_way') }) },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, caller, address, reply }) {
    const existing = await context.videos.find(params.id);
    if (!existing || !mayDelete(existing, caller)) throw videosErrors.not_found();
    const record = mayEdit(existing, caller) ? undefined : actsOf(context.outbox, { caller, address });
    if (await removeVideo(context, params.id, record)) return undefined;
    reply.code(202);
    return { withdrawal: 'under_way' };
  },
});
