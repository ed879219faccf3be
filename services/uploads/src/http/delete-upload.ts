import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { findOwnUpload } from './own-upload.ts';
import { beginTus } from './tus-request.ts';

export const deleteUpload = defineRoute({
  method: 'DELETE',
  path: '/api/v1/uploads/:id',
  operationId: 'deleteUpload',
  summary: 'Give an upload up (tus termination).',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['uploads.not_found'],
  hidden: true,
  async handle(context: UploadsContext, request) {
    beginTus(request);
    const { params, caller } = request;
    await findOwnUpload(context, params.id, caller);
    await context.running.settle(params.id);
    if (!(await context.uploads.abandon(params.id, 'cancelled'))) throw uploadsErrors.not_found();
    await context.staging.remove(params.id);
  },
});
