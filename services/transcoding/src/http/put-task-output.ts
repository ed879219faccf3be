import { crashPoint, defineRoute } from '@kinora/kernel';
import { BlobStoreFull } from '@kinora/ports';
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
  errors: ['transcoding.task_lost', 'transcoding.output_invalid', 'transcoding.storage_full'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const name = request.params['*'];
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const job = await context.jobs.find(task.job_id);
    if (!job) throw transcodingErrors.task_lost();
    const { body } = request.raw;
    if (!isOutputName(name) || !(body instanceof Uint8Array) || body.length === 0)
      throw transcodingErrors.output_invalid();
    await store(context, `${attemptPrefix(job, task)}${name}`, body);
    crashPoint('chunk-after-put');
  },
});

/** Throws `storage_full`: with less than half of the reserve what is left belongs to the database. */
async function store({ blobs, room }: TranscodingContext, key: string, body: Uint8Array): Promise<void> {
  if (!(await room.mayStore())) throw transcodingErrors.storage_full();
  try {
    await blobs.put(key, body);
  } catch (cause) {
    if (!(cause instanceof BlobStoreFull)) throw cause;
    room.noteFull();
    throw transcodingErrors.storage_full({ cause });
  }
}
