import { defineRoute } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const getTaskSource = defineRoute({
  method: 'GET',
  path: '/api/v1/worker/tasks/:id/source',
  operationId: 'getTaskSource',
  summary: 'The source file, from the start of a range on.',
  policy: 'own-token',
  params: taskParams,
  answers: { 200: null },
  errors: ['transcoding.task_lost'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const job = await context.jobs.find(task.job_id);
    if (!job || task.kind !== 'ingest') throw transcodingErrors.task_lost();
    const start = Number(/^bytes=(\d+)-$/.exec(request.raw.headers.range ?? '')?.[1] ?? 0);
    if (start >= job.source_bytes) throw transcodingErrors.input_missing();
    const body = await context.blobs.read(job.source_blob, { start, signal: request.signal });
    return request.reply
      .code(start > 0 ? 206 : 200)
      .type('application/octet-stream')
      .header('content-length', job.source_bytes - start)
      .header('cache-control', 'no-store')
      .send(body);
  },
});
