import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { FULL_MS } from '../domain/room.ts';
import { parseBytes, parseChecksum } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import { isDiskFull } from '../staging/disk-full.ts';
import type { UploadRow } from '../store/uploads-store.ts';
import { takeUpload } from '../take-upload.ts';
import { writeUpload } from '../write-upload.ts';
import { asOwner, findOwnUpload } from './own-upload.ts';
import { beginTus, headerOf, setExpires } from './tus-request.ts';

/** A sender that stays silent for this long has gone. */
const SILENCE_MS = 60_000;
/** tus 1.0, checksum extension. */
const CHECKSUM_MISMATCH = 460;

export const patchUpload = defineRoute({
  method: 'PATCH',
  path: '/api/v1/uploads/:id',
  operationId: 'patchUpload',
  summary: 'Send bytes from the acknowledged offset on.',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  rawBody: { types: ['application/offset+octet-stream'], as: 'stream' },
  answers: { 204: null },
  errors: [
    'uploads.not_found',
    'uploads.wrong_offset',
    'uploads.body_too_long',
    'uploads.checksum_unsupported',
    'uploads.storage_full',
    'uploads.owner_changing',
  ],
  hidden: true,
  async handle(context: UploadsContext, request) {
    beginTus(request);
    const { params, caller, raw, reply } = request;
    const offset = parseBytes(headerOf(request, 'upload-offset'));
    const checksum = parseChecksum(headerOf(request, 'upload-checksum'));
    const length = parseBytes(headerOf(request, 'content-length'));
    await findOwnUpload(context, params.id, caller);

    const write = async (upload: UploadRow, signal: AbortSignal) => {
      if (offset !== upload.offset_bytes) throw uploadsErrors.wrong_offset();
      if (length !== undefined && offset + length > upload.size_bytes) throw uploadsErrors.body_too_long();
      raw.raw.setTimeout(SILENCE_MS, () => raw.raw.destroy());
      return writeUpload(context, upload, { body: raw.raw, checksum, signal });
    };

    return asOwner(context, { id: params.id, raw, reply }, async () => {
      const received = await context.running
        .run(params.id, async (signal) => {
          // The request that was running before may have acknowledged more.
          return write(await takeUpload(context, params.id), signal);
        })
        .catch((error: unknown) => {
          // The database may have taken the last bytes and only its answer is missing.
          context.wakeFinisher();
          if (isDiskFull(error)) throw uploadsErrors.storage_full({ cause: error, retryAfterMs: FULL_MS });
          throw error;
        });
      if (received === 'checksum_mismatch') return reply.code(CHECKSUM_MISMATCH).send();
      if (received.upload.state === 'finishing') context.wakeFinisher();
      reply.code(204).header('upload-offset', received.upload.offset_bytes);
      setExpires(request, received.upload);
      return undefined;
    });
  },
});
