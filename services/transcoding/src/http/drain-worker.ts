import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';

export const drainWorker = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/workers/:id/drain',
  operationId: 'drainWorker',
  summary: 'Give a worker no more tasks; it ends those that it has.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().max(64) }),
  answers: { 204: null },
  errors: ['transcoding.worker_not_found'],
  async handle(context: TranscodingContext, { params, caller, address }) {
    const record = actsOf(context.outbox, { caller, address });
    if (!(await context.workers.setDraining(params.id, true, record))) throw transcodingErrors.worker_not_found();
  },
});
