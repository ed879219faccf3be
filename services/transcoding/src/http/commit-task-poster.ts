import { defineRoute } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { transcodingErrors } from '../errors.ts';
import { notePicture, readPicture } from '../store/pictures.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const commitTaskPoster = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/poster',
  operationId: 'commitTaskPoster',
  summary: 'The poster is there, long before the end of a film that still arrives.',
  policy: 'own-token',
  params: taskParams,
  answers: { 204: null },
  errors: ['transcoding.task_lost', 'transcoding.output_invalid'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const { jobs, tasks } = context;
    const claim = claimOf(context, request);
    const held = await tasks.assertHeld(claim);
    const job = await jobs.find(held.job_id);
    if (!job || held.kind !== 'ingest') throw transcodingErrors.task_lost();
    const posterBlobKey = `${attemptPrefix(job, held)}poster.jpg`;
    const poster = await readPicture(context.blobs, posterBlobKey);
    await jobs.database.transaction(async (transaction) => {
      const locked = await jobs.lock(transaction, job.id);
      await tasks.lockHeld(transaction, claim);
      await notePicture(transaction, job.id, poster);
      await jobs.emitPictures(transaction, locked, { posterBlobKey });
    });
  },
});
