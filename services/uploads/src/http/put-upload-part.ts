import { defineRoute } from '@kinora/kernel';
import { BlobBodyMismatch, BlobNotFound, BlobStoreFull } from '@kinora/ports';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { sizeOfPart } from '../domain/direct-parts.ts';
import { FULL_MS } from '../domain/room.ts';
import { uploadsErrors } from '../errors.ts';
import { isDiskFull } from '../staging/disk-full.ts';
import { multipartOf } from './direct-upload-fields.ts';

/** A sender that stays silent for this long has gone. */
const SILENCE_MS = 60_000;

/** Where the store takes signed addresses itself, they lead there; this is what stands in for it. */
export const putUploadPart = defineRoute({
  method: 'PUT',
  path: '/api/v1/direct-uploads/:id/parts/:number',
  operationId: 'putUploadPart',
  summary: 'One part of a file, at the address that was signed for it; the same one again takes its place.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40), number: z.coerce.number().int().min(1).max(10_000) }),
  query: z.object({ expires: z.coerce.number().int(), signature: z.string().max(100) }),
  rawBody: { types: ['application/octet-stream'], as: 'stream' },
  answers: { 204: null },
  errors: [
    'uploads.signature_invalid',
    'uploads.not_found',
    'uploads.part_size_wrong',
    'uploads.storage_full',
    'kernel.unsupported_media_type',
  ],
  hidden: true,
  async handle(context: UploadsContext, { params, query, raw, reply }) {
    const { id, number } = params;
    if (!context.partSigner.verify({ uploadId: id, number, ...query }, Date.now()))
      throw uploadsErrors.signature_invalid();
    const [upload, direct] = await Promise.all([context.uploads.find(id), context.direct.find(id)]);
    const isOpen = upload && ['waiting', 'uploading'].includes(upload.state);
    if (!isOpen || !direct || direct.parts !== null) throw uploadsErrors.not_found();
    const shape = { sizeBytes: Number(upload.size_bytes), partBytes: Number(direct.part_bytes) };
    const size = sizeOfPart(shape, number);
    if (size === undefined || Number(raw.headers['content-length']) !== size) throw uploadsErrors.part_size_wrong();
    raw.raw.setTimeout(SILENCE_MS, () => raw.raw.destroy());
    try {
      const { etag } = await context.blobs.putPart(multipartOf(upload, direct), number, raw.raw, size);
      await context.direct.touch(id);
      reply.header('etag', `"${etag}"`).header('cache-control', 'no-store');
    } catch (cause) {
      if (cause instanceof BlobStoreFull || isDiskFull(cause))
        throw uploadsErrors.storage_full({ cause, retryAfterMs: FULL_MS });
      if (cause instanceof BlobBodyMismatch) throw uploadsErrors.part_size_wrong({ cause });
      // Given up while it came.
      if (cause instanceof BlobNotFound) throw uploadsErrors.not_found({ cause });
      throw cause;
    }
  },
});
