import { defineRoute } from '@kinora/kernel';
import { showCaptions } from '@kinora/media';
import { BlobNotFound } from '@kinora/ports';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { captionParams } from './caption-fields.ts';
import { findForViewer } from './find-for-viewer.ts';
import { captionEtag } from './present-captions.ts';

export const getCaptions = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/captions/:language',
  operationId: 'getCaptions',
  summary: 'The captions of a video in one language, as a WebVTT file; its ETag is what If-Match takes.',
  policy: 'public',
  scopes: ['read'],
  params: captionParams,
  answers: { 200: null, 304: null },
  errors: ['videos.not_found', 'videos.password_needed', 'videos.captions_not_found'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const { video } = await findForViewer(context, params.id, { caller, headers: raw.headers });
    const row = await context.captions.find(video.id, params.language);
    if (!row) throw videosErrors.captions_not_found();
    reply.header('etag', captionEtag(row)).header('cache-control', 'private, no-cache');
    if (raw.headers['if-none-match'] === captionEtag(row)) return reply.code(304).send();
    const bytes = await context.blobs.readAll(row.blob_key).catch((cause: unknown) => {
      throw cause instanceof BlobNotFound ? videosErrors.captions_not_found({ cause }) : cause;
    });
    const { kept } = video;
    const file = Buffer.from(kept ? showCaptions(new TextDecoder().decode(bytes), kept) : bytes);
    return reply
      .type('text/vtt; charset=utf-8')
      .header('content-disposition', `attachment; filename="captions.${row.language}.vtt"`)
      .header('x-content-type-options', 'nosniff')
      .serializer((payload: unknown) => payload as string)
      .send(file);
  },
});
