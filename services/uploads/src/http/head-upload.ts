import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { findOwnUpload } from './own-upload.ts';
import { beginTus, setExpires } from './tus-request.ts';

export const headUpload = defineRoute({
  method: 'HEAD',
  path: '/api/v1/uploads/:id',
  operationId: 'headUpload',
  summary: 'How many bytes are safe; a request that still writes is ended first.',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: null },
  errors: ['uploads.not_found', 'uploads.gone'],
  hidden: true,
  async handle(context: UploadsContext, request) {
    beginTus(request);
    const { params, caller, reply } = request;
    await findOwnUpload(context, params.id, caller);
    await context.running.settle(params.id);
    const upload = await findOwnUpload(context, params.id, caller);
    reply.code(200).header('upload-offset', upload.offset_bytes).header('upload-length', upload.size_bytes);
    setExpires(request, upload);
    return reply.send();
  },
});
