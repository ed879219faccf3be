import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const heartbeatTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/heartbeat',
  operationId: 'heartbeatTask',
  summary: 'The worker is still at it; answers whether the task is still its own.',
  policy: 'own-token',
  params: taskParams,
  body: z.object({ progressMs: z.number().min(0) }),
  answers: { 200: z.object({ lost: z.boolean() }) },
  hidden: true,
  async handle(context: TranscodingContext, request) {
    return { lost: !(await context.tasks.heartbeat(claimOf(context, request), request.body.progressMs)) };
  },
});
