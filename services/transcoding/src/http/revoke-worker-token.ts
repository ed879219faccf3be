import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';

export const revokeWorkerToken = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/worker-tokens/:id',
  operationId: 'revokeWorkerToken',
  summary: 'Shut a token out; tasks of its workers go to others at once.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().max(64) }),
  answers: { 204: null },
  errors: ['transcoding.worker_token_not_found'],
  async handle(context: TranscodingContext, { params, caller, address }) {
    const record = actsOf(context.outbox, { caller, address });
    if (!(await context.workers.revokeToken(params.id, record))) throw transcodingErrors.worker_token_not_found();
    // Those that hold the token learn of it, and those that do not find its tasks.
    context.wakeClaims();
  },
});
