import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { saveCaptions } from '../save-captions.ts';
import { captionBody, captionParams, captionQuery } from './caption-fields.ts';
import { expectedCaptions } from './expected-captions.ts';
import { captionEtag, captionTrackSchema, presentCaptions } from './present-captions.ts';

export const putCaptions = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/captions/:language',
  operationId: 'putCaptions',
  summary:
    'Replace captions of a video of mine, on the version in If-Match; without a body only name and default change.',
  policy: 'account',
  scopes: ['manage', 'upload'],
  params: captionParams,
  query: z.strictObject(captionQuery),
  ...captionBody,
  answers: { 200: captionTrackSchema },
  errors: [
    'videos.not_found',
    'videos.captions_not_found',
    'videos.captions_changed',
    'videos.captions_version_needed',
    'videos.captions_unreadable',
    'videos.captions_empty',
    'videos.captions_too_large',
    'kernel.body_too_large',
    'kernel.unsupported_media_type',
  ],
  async handle(context: VideosContext, { params, query, caller, raw, reply }) {
    const video = await context.videos.find(params.id);
    if (!video || !mayEdit(video, caller)) throw videosErrors.not_found();
    const expected = expectedCaptions(raw.headers['if-match']);
    const { language } = params;
    const row = await saveCaptions(context, { videoId: video.id, language, expected, ...query }, raw.body, video.kept);
    reply.header('etag', captionEtag(row));
    return presentCaptions(row);
  },
});
