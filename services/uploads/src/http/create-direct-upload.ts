import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { partBytesOf } from '../domain/direct-parts.ts';
import { uploadsErrors } from '../errors.ts';
import { sourceBlobKey } from '../finisher.ts';
import { directUploadSchema, presentDirectUpload } from './direct-upload-fields.ts';
import { findOwnUpload } from './own-upload.ts';

export const createDirectUpload = defineRoute({
  method: 'POST',
  path: '/api/v1/direct-uploads',
  operationId: 'createDirectUpload',
  summary:
    'Send the file of a video of mine in parts, each to a signed address, in any order and beside each other. It is watched when all of it is there.',
  policy: 'creator',
  scopes: ['upload'],
  body: z.strictObject({
    /** The last segment of `upload.url` that the creation of a video answers. */
    uploadId: z.string().max(40),
  }),
  answers: { 201: directUploadSchema },
  errors: ['uploads.not_found', 'uploads.gone', 'uploads.refused', 'uploads.already_running', 'uploads.storage_full'],
  async handle(context: UploadsContext, { body, caller, reply }) {
    const upload = await findOwnUpload(context, body.uploadId, caller);
    if (upload.offset_bytes > 0 || !['waiting', 'uploading'].includes(upload.state))
      throw uploadsErrors.already_running();
    const known = await context.direct.find(upload.id);
    const direct =
      known ??
      (await context.direct.begin({
        upload_id: upload.id,
        multipart_id: await context.blobs.startMultipart(sourceBlobKey(upload)),
        part_bytes: partBytesOf(Number(upload.size_bytes)),
      }));
    reply.code(201).header('cache-control', 'no-store');
    return presentDirectUpload(context, { upload, direct, from: 1 });
  },
});
