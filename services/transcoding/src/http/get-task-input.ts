import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { claimOf } from './worker-request.ts';

export const getTaskInput = defineRoute({
  method: 'GET',
  path: '/api/v1/worker/tasks/:id/inputs/:name',
  operationId: 'getTaskInput',
  summary: 'A source segment that the task needs, or their init segment.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40), name: z.string().regex(/^(?:init\.mp4|\d{1,7}\.m4s)$/) }),
  answers: { 200: null },
  errors: ['transcoding.task_lost', 'transcoding.input_missing'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const { params } = request;
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const { query } = context.jobs.database;
    const row =
      params.name === 'init.mp4'
        ? await query
            .selectFrom('inits')
            .select('blob_key')
            .where('job_id', '=', task.job_id)
            .where('rendition', '=', 'source')
            .executeTakeFirst()
        : await query
            .selectFrom('segments')
            .select('blob_key')
            .where('job_id', '=', task.job_id)
            .where('track', '=', 'source')
            .where('sequence', '=', Number.parseInt(params.name, 10))
            .executeTakeFirst();
    if (!row) throw transcodingErrors.input_missing();
    const bytes = await context.blobs.readAll(row.blob_key);
    return request.reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  },
});
