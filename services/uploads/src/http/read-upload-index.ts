import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { findForReader } from './upload-reader.ts';

export const readUploadIndex = defineRoute({
  method: 'GET',
  path: '/api/v1/uploads/:id/index',
  operationId: 'readUploadIndex',
  summary: 'The index that was sent ahead of the file, or 204 when there is none.',
  policy: 'internal',
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: null, 204: null },
  errors: ['uploads.not_found', 'uploads.gone', 'uploads.reader_unknown'],
  hidden: true,
  async handle(context: UploadsContext, { params, caller, reply }) {
    const upload = await findForReader(context, params.id, caller);
    const index = upload.index_sha256 ? await context.staging.readIndex(upload.id, upload.index_sha256) : undefined;
    reply.header('cache-control', 'no-store');
    return index ? reply.type('application/octet-stream').send(index) : reply.code(204).send();
  },
});
