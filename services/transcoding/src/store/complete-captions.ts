import type { CaptionsCompletion } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { planOfCaptions } from '../domain/plan-of-captions.ts';
import { transcodingErrors } from '../errors.ts';
import { endTask } from './end-task.ts';
import { finishIfDone } from './finish-if-done.ts';

/** The captions of a file are told; who keeps the video's own decides what becomes of them. */
export async function completeCaptions(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: CaptionsCompletion,
): Promise<void> {
  const { jobs, tasks, blobs } = context;
  const held = await tasks.assertHeld(claim);
  const job = await jobs.find(held.job_id);
  if (!job || held.kind !== 'captions') throw transcodingErrors.task_lost();
  const planned = planOfCaptions(job);
  const prefix = `${attemptPrefix(job, held)}captions/`;
  const tracks = await Promise.all(
    completion.tracks.map(async ({ index, sizeBytes }) => {
      const track = planned[index];
      const blobKey = `${prefix}${index}.vtt`;
      if (!track || (await blobs.head(blobKey))?.sizeBytes !== sizeBytes) throw transcodingErrors.output_invalid();
      return { language: track.language ?? '', title: track.title ?? '', blobKey };
    }),
  );
  await jobs.database.transaction(async (transaction) => {
    const locked = await jobs.lock(transaction, job.id);
    const task = await tasks.lockHeld(transaction, claim);
    await endTask(transaction, task.id, completion);
    if (tracks.length > 0) await jobs.emitCaptions(transaction, locked, { tracks });
    await finishIfDone(transaction, jobs, locked);
  });
}
