import type { JobRow, JobsStore, TranscodingTransaction } from './jobs-store.ts';

/**
 * The job's row is locked: of two last tasks exactly one sees that nothing is left. While the file is not told to be
 * whole, what was made of it may still turn out to be wrong.
 */
export async function finishIfDone(transaction: TranscodingTransaction, jobs: JobsStore, job: JobRow): Promise<void> {
  if (!job.ingest_done || job.source_blob === null) return;
  const open = await transaction
    .selectFrom('tasks')
    .select('id')
    .where('job_id', '=', job.id)
    .where('state', '!=', 'done')
    .limit(1)
    .executeTakeFirst();
  if (!open) await jobs.finishIn(transaction, job);
}
