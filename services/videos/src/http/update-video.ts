import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { changeFields, changeVideo, channelsOf } from './change-video.ts';
import { videoDetailSchema } from './present-video.ts';
import { readDetail } from './read-detail.ts';
import { titleField } from './video-fields.ts';

export const updateVideo = defineRoute({
  method: 'PATCH',
  path: '/api/v1/videos/:id',
  operationId: 'updateVideo',
  summary: 'Change what is said about a video of mine, who may see it, or its channel, also while it uploads.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ title: titleField.optional(), ...changeFields }),
  answers: { 200: videoDetailSchema },
  errors: [
    'videos.not_found',
    'videos.channel_not_yours',
    'videos.list_missing',
    'videos.list_not_found',
    'videos.password_missing',
    'videos.password_unused',
    'videos.premiere_not_private',
    'videos.premiere_was_public',
    'videos.premiere_without_time',
    'videos.time_is_past',
  ],
  async handle(context: VideosContext, { params, body, caller }) {
    const mayUse = channelsOf(context, caller);
    const video = await changeVideo(context, { id: params.id, change: body, caller, mayUse });
    return readDetail(context, video, caller);
  },
});
