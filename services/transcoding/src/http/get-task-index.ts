import { Readable } from 'node:stream';
import { defineRoute } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { askUploads } from './ask-uploads.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const getTaskIndex = defineRoute({
  method: 'GET',
  path: '/api/v1/worker/tasks/:id/index',
  operationId: 'getTaskIndex',
  summary: 'The index of the source that was sent ahead of it, or 204 when there is none.',
  policy: 'own-token',
  params: taskParams,
  answers: { 200: null, 204: null },
  errors: ['transcoding.task_lost'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const job = await context.jobs.find(task.job_id);
    if (!job) throw transcodingErrors.task_lost();
    const answer = await askUploads(context, job.upload_id, { path: 'index', signal: request.signal });
    if (!answer.body || answer.status === 204) return request.reply.code(204).send();
    return request.reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(Readable.fromWeb(answer.body));
  },
});
