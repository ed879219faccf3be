import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { directUploadSchema, findDirectUpload, presentDirectUpload } from './direct-upload-fields.ts';

export const getDirectUpload = defineRoute({
  method: 'GET',
  path: '/api/v1/direct-uploads/:id',
  operationId: 'getDirectUpload',
  summary: 'Which parts of a file of mine are there, and fresh addresses for the others: to go on with it.',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  query: z.object({ from: z.coerce.number().int().min(1).max(10_000).default(1) }),
  answers: { 200: directUploadSchema },
  errors: ['uploads.not_found', 'uploads.gone', 'uploads.refused'],
  async handle(context: UploadsContext, { params, query, caller, reply }) {
    const found = await findDirectUpload(context, params.id, caller);
    reply.header('cache-control', 'no-store');
    return presentDirectUpload(context, { ...found, from: query.from });
  },
});
