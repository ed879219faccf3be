import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';
import { rangesField } from './trim-schema.ts';

export const putTrim = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/trim',
  operationId: 'putTrim',
  summary:
    'Show only parts of a video of mine, to the frame; times are of the film as it was uploaded, which is kept. What plays goes on until it is done.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ rangesMs: rangesField }),
  answers: { 202: z.object({ state: z.literal('begun') }) },
  errors: [
    'videos.not_found',
    'videos.still_processing',
    'transcoding.edition_running',
    'transcoding.trim_empty',
    'transcoding.trim_unordered',
    'transcoding.trim_beyond_end',
    'transcoding.trim_too_many',
    'transcoding.not_trimmed',
  ],
  async handle(context: VideosContext, { params, body, caller, reply }) {
    const video = await findOwnVideo(context, params.id, caller);
    if (!video.complete) throw videosErrors.still_processing();
    await context.transcoding.trim({
      videoId: video.id,
      ranges: body.rangesMs.map(([startMs, endMs]) => ({ startMs: BigInt(startMs), endMs: BigInt(endMs) })),
    });
    reply.code(202);
    return { state: 'begun' as const };
  },
});
