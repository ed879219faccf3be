import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { saveCaptions } from '../save-captions.ts';
import { captionBody, captionQuery, languageField } from './caption-fields.ts';
import { captionEtag, captionTrackSchema, presentCaptions } from './present-captions.ts';

export const createCaptions = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/captions',
  operationId: 'createCaptions',
  summary: 'Give a video of mine captions in one more language; the body is a WebVTT or SubRip file.',
  policy: 'account',
  scopes: ['manage', 'upload'],
  idempotent: true,
  params: z.object({ id: z.string().max(40) }),
  query: z.strictObject({ language: languageField, ...captionQuery }),
  ...captionBody,
  answers: { 201: captionTrackSchema },
  errors: [
    'videos.not_found',
    'videos.captions_exist',
    'videos.captions_unreadable',
    'videos.captions_empty',
    'videos.captions_too_large',
    'videos.captions_too_many',
    'kernel.body_too_large',
    'kernel.unsupported_media_type',
  ],
  async handle(context: VideosContext, { params, query, caller, raw, reply }) {
    const video = await context.videos.find(params.id);
    if (!video || !mayEdit(video, caller)) throw videosErrors.not_found();
    const row = await saveCaptions(context, { videoId: video.id, expected: 'absent', ...query }, raw.body, video.kept);
    reply
      .code(201)
      .header('location', `/api/v1/videos/${video.id}/captions/${row.language}`)
      .header('etag', captionEtag(row));
    return presentCaptions(row);
  },
});
