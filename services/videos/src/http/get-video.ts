import { defineRoute, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { maySee } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { hydrate } from './hydrate.ts';
import { presentDetail, videoDetailSchema } from './present-video.ts';

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
    const [hydrated] = await hydrate(context, [video], caller, { downloads: true });
    if (!hydrated) throw videosErrors.not_found();
    const detail = presentDetail(hydrated, caller);
    return withEtag(detail, raw.headers['if-none-match'], reply);
  },
});
