import { defineRoute } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { captionParams } from './caption-fields.ts';
import { expectedCaptions } from './expected-captions.ts';

export const deleteCaptions = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id/captions/:language',
  operationId: 'deleteCaptions',
  summary: 'Delete captions of a video of mine; with If-Match only that version of them.',
  policy: 'account',
  scopes: ['manage'],
  params: captionParams,
  answers: { 204: null },
  errors: ['videos.not_found', 'videos.captions_not_found', 'videos.captions_changed'],
  async handle(context: VideosContext, { params, caller, raw }) {
    const video = await context.videos.find(params.id);
    if (!video || !mayEdit(video, caller)) throw videosErrors.not_found();
    const expected = expectedCaptions(raw.headers['if-match'] ?? '*');
    await context.captions.remove(video.id, params.language, expected);
    context.removing.wake();
    return undefined;
  },
});
