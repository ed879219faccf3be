import { Readable } from 'node:stream';
import { defineRoute } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { askUploads } from './ask-uploads.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const getTaskSource = defineRoute({
  method: 'GET',
  path: '/api/v1/worker/tasks/:id/source',
  operationId: 'getTaskSource',
  summary: 'The source file, from the start of a range on; as it arrives while it does.',
  policy: 'own-token',
  params: taskParams,
  answers: { 200: null },
  errors: ['transcoding.task_lost', 'transcoding.source_away'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const job = await context.jobs.find(task.job_id);
    if (!job || task.kind === 'chunk' || task.kind === 'splice') throw transcodingErrors.task_lost();
    const { range } = request.raw.headers;
    const start = Number(/^bytes=(\d{1,16})-$/.exec(range ?? '')?.[1] ?? 0);
    if (start >= job.source_bytes) throw transcodingErrors.input_missing();
    const reply = request.reply
      .code(start > 0 ? 206 : 200)
      .type('application/octet-stream')
      .header('cache-control', 'no-store');
    if (job.source_blob === null) {
      const { body } = await askUploads(context, job.upload_id, { path: 'bytes', range, signal: request.signal });
      if (!body) throw transcodingErrors.source_away();
      // The next byte may be a while: the worker is told at once that it will come.
      reply.raw.once('pipe', () => reply.raw.flushHeaders());
      return reply.send(Readable.fromWeb(body));
    }
    const bytes = await context.blobs.read(job.source_blob, { start, signal: request.signal });
    return reply.header('content-length', job.source_bytes - start).send(bytes);
  },
});
