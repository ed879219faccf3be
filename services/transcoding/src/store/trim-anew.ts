import type { TranscodingContext } from '../context.ts';
import { PASSTHROUGH_REFUSED } from '../domain/passthrough-refused.ts';
import { transcodingErrors } from '../errors.ts';
import { lockBase, spliceIn } from './begin-trim.ts';
import { isDeleted } from './deleted-videos.ts';
import { lockWithEditions } from './editions.ts';
import { isOpen } from './jobs-store.ts';
import { readEdition } from './read-edition.ts';

/**
 * What was encoded cannot stand beside the file's own picture: the same parts of the film once more, as another edition
 * in which all of that rendition is encoded. False where it was not to stand there.
 */
export async function trimAnew(
  { jobs, tasks }: Pick<TranscodingContext, 'jobs' | 'tasks'>,
  claim: { taskId: string; attempt: number },
  detail: string,
): Promise<boolean> {
  const held = await tasks.assertHeld(claim);
  if (held.kind !== 'splice') return false;
  return jobs.database.transaction(async (transaction) => {
    const job = await lockWithEditions(transaction, jobs, held.job_id);
    if (await isDeleted(transaction, job.video_id)) throw transcodingErrors.task_lost();
    const task = await tasks.lockHeld(transaction, claim);
    if (!isOpen(job) || !job.may_pass_through || !job.ranges) return false;
    await transaction
      .updateTable('tasks')
      .set({ state: 'failed', lease_until: null, last_error: `${PASSTHROUGH_REFUSED}: ${detail}`.slice(0, 4000) })
      .where('id', '=', task.id)
      .execute();
    await jobs.emitWithdrawn(transaction, job);
    await jobs.endIn(transaction, job);
    const base = await lockBase({ jobs }, transaction, job);
    const edition = await readEdition(transaction, base);
    const { ranges, urgency } = job;
    await spliceIn({ jobs }, transaction, { base, edition, ranges, urgency, mayStandBeside: false });
    return true;
  });
}
