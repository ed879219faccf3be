import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';

export const resumeWorker = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/workers/:id/drain',
  operationId: 'resumeWorker',
  summary: 'Give a worker that was drained tasks again.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().max(64) }),
  answers: { 204: null },
  errors: ['transcoding.worker_not_found'],
  async handle(context: TranscodingContext, { params, caller, address }) {
    const record = actsOf(context.outbox, { caller, address });
    if (!(await context.workers.setDraining(params.id, false, record))) throw transcodingErrors.worker_not_found();
    context.wakeClaims();
  },
});
