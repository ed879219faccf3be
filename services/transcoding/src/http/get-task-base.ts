import { defineRoute } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import type { SplicePayload } from '../domain/plan-splice.ts';
import { transcodingErrors } from '../errors.ts';
import { claimOf } from './worker-request.ts';

export const getTaskBase = defineRoute({
  method: 'GET',
  path: '/api/v1/worker/tasks/:id/base/*',
  operationId: 'getTaskBase',
  summary: 'A file of the film that the task cuts.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40), '*': z.string().max(60) }),
  answers: { 200: null },
  errors: ['transcoding.task_lost', 'transcoding.input_missing'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const task = await context.tasks.assertHeld(claimOf(context, request));
    const { blobs = {} } = task.payload as unknown as Partial<SplicePayload>;
    const name = request.params['*'];
    const key = Object.hasOwn(blobs, name) ? blobs[name] : undefined;
    if (!key) throw transcodingErrors.input_missing();
    const bytes = await context.blobs.readAll(key).catch((cause: unknown) => {
      throw cause instanceof BlobNotFound ? transcodingErrors.input_missing({ cause }) : cause;
    });
    return request.reply
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  },
});
