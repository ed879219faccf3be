import type { RecordAct } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { lockBase, spliceIn } from './begin-trim.ts';
import { isDeleted } from './deleted-videos.ts';
import { lockEditions } from './editions.ts';
import { isOpen, type JobRow, type TranscodingTransaction } from './jobs-store.ts';
import { readEdition } from './read-edition.ts';

type Context = Pick<TranscodingContext, 'jobs' | 'blobs'>;

/**
 * Makes once more what failed, of the same file and as it was to be made; what failed is forgotten. Throws where the
 * latest edition has not failed, or its file is gone.
 */
export async function retryFailed(context: Context, videoId: string, record: RecordAct): Promise<void> {
  const { jobs, blobs } = context;
  const latest = await newestOf(jobs.database.query, videoId).executeTakeFirst();
  if (latest?.state === 'failed' && isOfSource(latest) && latest.source_blob && !(await blobs.head(latest.source_blob)))
    throw transcodingErrors.source_gone();
  await jobs.database.transaction(async (transaction) => {
    await lockEditions(transaction, videoId);
    const job = (await newestOf(transaction, videoId).forUpdate().executeTakeFirst()) as JobRow | undefined;
    if (!job || (await isDeleted(transaction, videoId))) throw transcodingErrors.nothing_failed();
    if (isOpen(job)) throw transcodingErrors.edition_running();
    if (job.state !== 'failed') throw transcodingErrors.nothing_failed();
    await beginAnew(context, transaction, job);
    await record(transaction, {
      act: 'processing.retried',
      subject: { id: videoId, name: '' },
      before: { failure: job.failure_code },
    });
  });
}

async function beginAnew(context: Context, transaction: TranscodingTransaction, job: JobRow): Promise<void> {
  const { jobs } = context;
  if (!isOfSource(job) && job.ranges) {
    const base = await lockBase(context, transaction, job);
    const edition = await readEdition(transaction, base);
    await jobs.emitWithdrawn(transaction, job);
    await jobs.endIn(transaction, job);
    const { ranges, urgency, may_pass_through: mayStandBeside } = job;
    await spliceIn(context, transaction, { base, edition, ranges, urgency, mayStandBeside });
    return;
  }
  // A file that was to take the place of another is let go of when it fails, whether that has happened yet or not.
  if (job.edition_kind === 'replacement' || job.source_blob === null) throw transcodingErrors.source_gone();
  await jobs.emitWithdrawn(transaction, job);
  await jobs.replaceIn(transaction, job, { mayPassThrough: job.may_pass_through, encode: job.encode });
}

/** Made of the file that was sent, and not of an edition of it. */
function isOfSource({ edition_kind: kind }: Pick<JobRow, 'edition_kind'>): boolean {
  return kind !== 'trim' && kind !== 'restoration';
}

function newestOf(query: Pick<TranscodingTransaction, 'selectFrom'>, videoId: string) {
  return query
    .selectFrom('jobs')
    .selectAll()
    .where('video_id', '=', videoId)
    .where('state', '<>', 'cancelled')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
}
