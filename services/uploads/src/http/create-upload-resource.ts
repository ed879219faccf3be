import { defineRoute } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { cleanFileName, parseBytes, parseMetadata, titleFromFileName } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import { assertWelcome, openUpload } from './open-upload.ts';
import { beginTus, headerOf, setExpires, uploadPath } from './tus-request.ts';

export const createUploadResource = defineRoute({
  method: 'POST',
  path: '/api/v1/uploads',
  operationId: 'createUpload',
  summary: 'Start an upload (tus creation); without a videoId in its metadata a private draft is made for it.',
  policy: 'creator',
  scopes: ['upload'],
  rawBody: { types: ['application/offset+octet-stream'], as: 'stream' },
  answers: { 201: null },
  errors: [
    'uploads.too_large',
    'uploads.quota_exceeded',
    'uploads.length_invalid',
    'uploads.metadata_invalid',
    'uploads.storage_full',
  ],
  hidden: true,
  async handle(context: UploadsContext, request) {
    beginTus(request);
    const { caller, reply } = request;
    const sizeBytes = parseBytes(headerOf(request, 'upload-length'));
    if (!sizeBytes) throw uploadsErrors.length_invalid();
    const metadata = parseMetadata(headerOf(request, 'upload-metadata'));
    const fileName = cleanFileName(metadata.get('filename') ?? '');
    const known = metadata.get('videoId') ?? '';
    // A video that exists may have this very upload already: that it fits was asked before.
    if (known === '') await assertWelcome(context, { accountId: caller.accountId, sizeBytes });
    const { videoId } = await context.videos.authorizeUpload({
      accountId: caller.accountId,
      videoId: known,
      title: metadata.get('title') || titleFromFileName(fileName),
    });
    const file = { videoId, accountId: caller.accountId, fileName, sizeBytes };
    const upload = await openUpload(context, { ...file, replaces: false, again: false });
    reply.code(201).header('location', uploadPath(upload.id));
    setExpires(request, upload);
  },
});
