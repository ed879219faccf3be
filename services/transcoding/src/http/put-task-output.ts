import { crashPoint, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix, isOutputName } from '../domain/blob-keys.ts';
import { transcodingErrors } from '../errors.ts';
import { claimOf } from './worker-request.ts';

/** A segment of a film of the highest bit rates; nothing that we make is larger. */
const MAX_BYTES = 256 * 2 ** 20;

export const putTaskOutput = defineRoute({
  method: 'PUT',
  path: '/api/v1/worker/tasks/:id/outputs/*',
  operationId: 'putTaskOutput',
  summary: 'A segment or picture that the attempt has made; invisible until it is committed.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40), '*': z.string().max(60) }),
  rawBody: { types: ['application/octet-stream'], as: 'buffer' },
  bodyLimitBytes: MAX_BYTES,
  answers: { 204: null },
  errors: ['transcoding.task_lost', 'transcoding.output_invalid'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const name = request.params['*'];
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const job = await context.jobs.find(task.job_id);
    if (!job) throw transcodingErrors.task_lost();
    const { body } = request.raw;
    if (!isOutputName(name) || !(body instanceof Uint8Array) || body.length === 0)
      throw transcodingErrors.output_invalid();
    await context.blobs.put(`${attemptPrefix(job, task)}${name}`, body);
    crashPoint('chunk-after-put');
  },
});
