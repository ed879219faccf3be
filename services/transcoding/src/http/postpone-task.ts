import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const postponeTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/postponement',
  operationId: 'postponeTask',
  summary:
    'The task is given back without blame: its source has to arrive further first, or there is no room to go on.',
  policy: 'own-token',
  params: taskParams,
  body: z.union([
    z.object({ needsBytes: z.number().int().min(0).nullable() }),
    z.object({ noRoom: z.enum(['server', 'worker']) }),
  ]),
  answers: { 204: null },
  errors: ['transcoding.task_lost'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const claim = claimOf(context, request);
    const { body } = request;
    if ('noRoom' in body) return giveBack(context, claim, body.noRoom);
    await context.tasks.postpone(claim, body.needsBytes);
    context.wakeClaims();
    context.watchArrivals();
  },
});

/** What the attempt has stored is in the way of those that follow; of an ingest pass others refer to it already. */
async function giveBack(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  noRoom: 'server' | 'worker',
): Promise<void> {
  const { job, task } = await context.tasks.giveBack(claim, noRoom);
  context.log.warn({ taskId: task.id, noRoom }, 'a task was given back: there is no room to go on');
  if (task.kind === 'chunk' || task.kind === 'splice') await context.blobs.deletePrefix(attemptPrefix(job, task));
  context.wakeClaims();
}
