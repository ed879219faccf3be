import { createHash } from 'node:crypto';
import { defineRoute } from '@kinora/kernel';
import { Mp4Error, readTopLevelBox } from '@kinora/media';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { isDiskFull } from '../staging/disk-full.ts';
import { findOwnUpload } from './own-upload.ts';

/** Of some six hours at 60 frames per second; a longer film is watched when all of it is there. */
const MAX_BYTES = 32 * 2 ** 20;

export const putUploadIndex = defineRoute({
  method: 'PUT',
  path: '/api/v1/uploads/:id/index',
  operationId: 'putUploadIndex',
  summary:
    'The index (moov) of a film whose file has it at its end, ahead of the file: it can be watched while it arrives.',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  query: z.object({ offset: z.coerce.number().int().min(8).max(Number.MAX_SAFE_INTEGER) }),
  rawBody: { types: ['application/octet-stream'], as: 'buffer' },
  bodyLimitBytes: MAX_BYTES,
  answers: { 204: null },
  errors: [
    'uploads.not_found',
    'uploads.gone',
    'uploads.index_invalid',
    'uploads.index_present',
    'uploads.storage_full',
  ],
  hidden: true,
  async handle(context: UploadsContext, { params, query, caller, raw }) {
    const upload = await findOwnUpload(context, params.id, caller);
    const { body } = raw;
    if (!(body instanceof Uint8Array) || !isIndex(body, query.offset, upload.size_bytes))
      throw uploadsErrors.index_invalid();
    const sha256 = createHash('sha256').update(body).digest('hex');
    if (upload.index_sha256 === sha256) return;
    const isOpen = upload.state === 'waiting' || upload.state === 'uploading';
    if (upload.index_sha256 !== null || !isOpen) throw uploadsErrors.index_present();
    try {
      await context.staging.putIndex(upload.id, sha256, body);
    } catch (cause) {
      if (isDiskFull(cause)) throw uploadsErrors.storage_full({ cause });
      throw cause;
    }
    const index = { offsetBytes: query.offset, sizeBytes: body.length, sha256 };
    if (!(await context.uploads.noteIndex(upload.id, index))) throw uploadsErrors.index_present();
  },
});

/** One whole `moov` that lies within the file; what it says is judged by who reads the film. */
function isIndex(bytes: Uint8Array, offsetBytes: number, fileBytes: number): boolean {
  if (offsetBytes + bytes.length > fileBytes) return false;
  try {
    const box = readTopLevelBox(bytes.subarray(0, 16), 0, bytes.length);
    return box.type === 'moov' && box.sizeBytes === bytes.length;
  } catch (error) {
    if (error instanceof Mp4Error) return false;
    throw error;
  }
}
