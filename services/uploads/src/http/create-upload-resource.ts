import { defineRoute } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { cleanFileName, parseBytes, parseMetadata, titleFromFileName } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import { assertFits } from '../store/quota-store.ts';
import { openUpload } from './open-upload.ts';
import { beginTus, headerOf, setExpires, uploadPath } from './tus-request.ts';

export const createUploadResource = defineRoute({
  method: 'POST',
  path: '/api/v1/uploads',
  operationId: 'createUpload',
  summary: 'Start an upload (tus creation); without a videoId in its metadata a private draft is made for it.',
  policy: 'account',
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
    if (sizeBytes > context.config.UPLOAD_MAX_BYTES) throw uploadsErrors.too_large();
    // Asked again, and then for sure, when the upload is made: no draft is left of what would not fit anyway.
    assertFits(await context.quotas.read(caller.accountId), sizeBytes);
    const { videoId } = await context.videos.authorizeUpload({
      accountId: caller.accountId,
      videoId: metadata.get('videoId') ?? '',
      title: metadata.get('title') || titleFromFileName(fileName),
    });
    const file = { videoId, accountId: caller.accountId, fileName, sizeBytes };
    const upload = await openUpload(context, { ...file, replaces: false, again: false });
    reply.code(201).header('location', uploadPath(upload.id));
    setExpires(request, upload);
  },
});
