import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { PASSTHROUGH_REFUSED } from '../domain/passthrough-refused.ts';
import { trimAnew } from '../store/trim-anew.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const failTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/failure',
  operationId: 'failTask',
  summary: 'The task could not be done; a fault of the machine is tried again.',
  policy: 'own-token',
  params: taskParams,
  body: z.object({
    code: z.string().regex(/^[a-z_]{1,40}$/),
    message: z.string().max(500),
    detail: z.string().max(8000),
    transient: z.boolean(),
  }),
  answers: { 204: null },
  errors: ['transcoding.task_lost'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const claim = claimOf(context, request);
    const { code, detail } = request.body;
    const isAnew = code === PASSTHROUGH_REFUSED && (await trimAnew(context, claim, detail));
    const outcome = isAnew ? 'replaced' : await context.tasks.fail(claim, request.body);
    context.log[outcome === 'replaced' ? 'info' : 'warn'](
      { taskId: claim.taskId, ...request.body, outcome },
      'a task failed',
    );
    context.wakeClaims();
  },
});
