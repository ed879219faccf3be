import { defineRoute, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { maySee } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { videoDetailSchema } from './present-video.ts';
import { readDetail } from './read-detail.ts';

export const getVideo = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id',
  operationId: 'getVideo',
  summary: 'A video with everything that its page needs; manifests grow while it is processed.',
  policy: 'public',
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: videoDetailSchema, 304: null },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const video = await context.videos.find(params.id);
    if (!video || !maySee(video, caller)) throw videosErrors.not_found();
    return withEtag(await readDetail(context, video, caller), raw.headers['if-none-match'], reply);
  },
});
