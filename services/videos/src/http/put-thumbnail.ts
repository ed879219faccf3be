import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { encodeThumbnail } from '../domain/thumbnail-image.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';

export const putThumbnail = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/thumbnail',
  operationId: 'putThumbnail',
  summary: 'Choose the picture that stands for a video of mine (JPEG, PNG, WebP or AVIF, at most 8 MB).',
  policy: 'account',
  scopes: ['manage', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp', 'image/avif'], as: 'buffer' },
  bodyLimitBytes: 8_000_000,
  answers: { 204: null },
  errors: ['videos.not_found', 'videos.not_an_image', 'kernel.body_too_large', 'kernel.unsupported_media_type'],
  async handle(context: VideosContext, { params, caller, raw }) {
    const video = await findOwnVideo(context, params.id, caller);
    if (!(raw.body instanceof Uint8Array)) throw videosErrors.not_an_image();
    const picture = await encodeThumbnail(raw.body);
    const key = await context.thumbnails.reserve(video.id, picture);
    await context.blobs.put(key, picture, { contentType: 'image/jpeg' });
    // Where this fails, the file goes by itself after a while.
    await context.thumbnails.choose(video.id, key);
    context.removing.wake();
  },
});
