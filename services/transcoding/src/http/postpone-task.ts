import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const postponeTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/postponement',
  operationId: 'postponeTask',
  summary: 'The source has to arrive further first, or as a whole; the task is given back without blame.',
  policy: 'own-token',
  params: taskParams,
  body: z.object({ needsBytes: z.number().int().min(0).nullable() }),
  answers: { 204: null },
  errors: ['transcoding.task_lost'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    await context.tasks.postpone(claimOf(context, request), request.body.needsBytes);
    context.wakeClaims();
    context.watchArrivals();
  },
});
