import { sql } from 'kysely';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { isDeleted } from './deleted-videos.ts';
import { isOpen, type JobRow, type TranscodingTransaction } from './jobs-store.ts';

type Jobs = Pick<TranscodingContext, 'jobs'>;

/** What each video is made of now, or will be at first. */
export async function findShown({ jobs }: Jobs, videoIds: readonly string[]): Promise<JobRow[]> {
  if (videoIds.length === 0) return [];
  const rows = await jobs.database.query
    .selectFrom('jobs')
    .distinctOn('video_id')
    .selectAll()
    .where('video_id', 'in', videoIds)
    .where((eb) => eb.or([eb('held', '=', false), eb('state', '=', 'finished')]))
    .orderBy('video_id')
    .orderBy('created_at', 'desc')
    .execute();
  return rows as unknown as JobRow[];
}

/** Editions that are to take the place of what plays, or failed to, newer than that. */
export async function findNext({ jobs }: Jobs, videoIds: readonly string[]): Promise<JobRow[]> {
  if (videoIds.length === 0) return [];
  const rows = await jobs.database.query
    .selectFrom('jobs')
    .distinctOn('video_id')
    .selectAll()
    .where('video_id', 'in', videoIds)
    .where((eb) => eb.or([eb('held', '=', true), eb('state', '=', 'finished')]))
    .where('state', '<>', 'cancelled')
    .orderBy('video_id')
    .orderBy('created_at', 'desc')
    .execute();
  return (rows as unknown as JobRow[]).filter((job) => job.held && job.state !== 'finished');
}

/**
 * The edition that plays, locked against others who would make the next one. Throws where there is none, or the next is
 * being made.
 */
export async function lockCurrent(transaction: TranscodingTransaction, videoId: string): Promise<JobRow> {
  await lockEditions(transaction, videoId);
  const rows = (await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('video_id', '=', videoId)
    .where('state', 'in', ['probing', 'encoding', 'finished'])
    .orderBy('created_at', 'desc')
    .limit(2)
    .forUpdate()
    .execute()) as unknown as JobRow[];
  const [latest] = rows;
  if (!latest || (await isDeleted(transaction, videoId))) throw transcodingErrors.edition_unknown();
  if (isOpen(latest)) throw transcodingErrors.edition_running();
  return latest;
}

/** Whoever begins or ends editions of a video: two of them follow each other. */
export async function lockEditions(transaction: TranscodingTransaction, videoId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('transcoding.editions.' || ${videoId}, 0))`.execute(
    transaction,
  );
}

/** The same with the job locked, of which another may be made. */
export async function lockWithEditions(
  transaction: TranscodingTransaction,
  jobs: TranscodingContext['jobs'],
  jobId: string,
): Promise<JobRow> {
  const { video_id: videoId } = await transaction
    .selectFrom('jobs')
    .select('video_id')
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  await lockEditions(transaction, videoId);
  return jobs.lock(transaction, jobId);
}

/** Ends what is being made to take the place of what plays; the one that was given up, or that had failed. */
export async function endNextIn(
  { jobs }: Jobs,
  transaction: TranscodingTransaction,
  videoId: string,
): Promise<JobRow | undefined> {
  await lockEditions(transaction, videoId);
  const rows = (await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('video_id', '=', videoId)
    .where('state', 'in', ['probing', 'encoding', 'finished', 'failed'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .execute()) as unknown as JobRow[];
  const [latest] = rows;
  if (!latest?.held || latest.state === 'finished') return undefined;
  if (latest.ladder && isOpen(latest)) await jobs.emitWithdrawn(transaction, latest);
  await jobs.endIn(transaction, latest);
  return latest;
}

/** The newest edition that was made of an upload, locked. */
export async function lockOfUpload(transaction: TranscodingTransaction, uploadId: string): Promise<JobRow | undefined> {
  const newest = transaction
    .selectFrom('jobs')
    .where('upload_id', '=', uploadId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  for (;;) {
    const row = await newest.selectAll().forUpdate().executeTakeFirst();
    // Whoever held it may have put another in its place while we waited.
    const now = await newest.select('id').executeTakeFirst();
    if (row?.id === now?.id) return row as JobRow | undefined;
  }
}

/** Whether any edition of an upload got as far as a plan: then something of it may play. */
export async function wasPlanned(transaction: TranscodingTransaction, uploadId: string): Promise<boolean> {
  const planned = await transaction
    .selectFrom('jobs')
    .select('id')
    .where('upload_id', '=', uploadId)
    .where('ladder', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return planned !== undefined;
}
