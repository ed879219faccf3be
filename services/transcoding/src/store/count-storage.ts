import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { TranscodingContext } from '../context.ts';
import { lockEditions } from './editions.ts';
import { isOpen, type TranscodingTransaction } from './jobs-store.ts';
import { storedBytes } from './stored-bytes.ts';

type Context = Pick<TranscodingContext, 'jobs' | 'log'>;

/** How often it is told of a film that is being made. */
export const COUNTED_EVERY_MS = 10_000;
const AT_ONCE = 20;
/** After an update all videos are counted: others want the database, too. */
const PAUSE_MS = 25;

/**
 * Tells how much is kept of videos of which something has changed: of films that grow, of those that were given up or
 * replaced, and once of all that an earlier version has made. One that cannot be counted waits for all others.
 */
export async function countStorage(context: Context): Promise<boolean | 'quiet'> {
  const { jobs, log } = context;
  const { rows } = await sql<{ video_id: string }>`
    (select video_id from jobs
     where state in ('probing', 'encoding') and counted_version is distinct from version
       and (counted_at is null or counted_at < now() - ${COUNTED_EVERY_MS} * interval '1 millisecond')
     order by counted_at nulls first, created_at limit ${AT_ONCE})
    union
    (select video_id from jobs where counted_version is null and state not in ('probing', 'encoding')
     order by counted_at nulls first, created_at limit ${AT_ONCE})`.execute(jobs.database.query);
  let counted = 0;
  for (const { video_id: videoId } of rows) {
    try {
      await jobs.database.transaction((transaction) => countVideo(context, transaction, videoId));
      counted++;
    } catch (error) {
      log.warn({ err: error, videoId }, 'what is kept of a video could not be counted and is tried again');
      await jobs.database.query
        .updateTable('jobs')
        .set({ counted_at: sql<Date>`now()` })
        .where('video_id', '=', videoId)
        .execute();
    }
    await delay(PAUSE_MS);
  }
  if (rows.length >= AT_ONCE && counted > 0) return true;
  return (await isAnyOpen(jobs)) ? false : 'quiet';
}

/**
 * Parts are committed while it counts, for that takes a while: its editions are locked only to tell it. Who ends one of
 * them tells what is kept, too, and must not be told otherwise afterwards.
 */
async function countVideo({ jobs }: Context, transaction: TranscodingTransaction, videoId: string): Promise<void> {
  await lockEditions(transaction, videoId);
  const editions = transaction
    .selectFrom('jobs')
    .select(['id', 'video_id', 'state', 'version', 'counted_version'])
    .where('video_id', '=', videoId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
  const before = await editions.execute();
  const [newest] = before;
  const changed = before.filter((job) =>
    isOpen(job) ? job.counted_version !== job.version : job.counted_version === null,
  );
  if (!newest || changed.length === 0) return;
  const bytes = await storedBytes(transaction, videoId);
  const now = await editions.forUpdate().execute();
  const isSame = now.every(({ id, state, counted_version: counted }, index) => {
    const job = before[index];
    return job?.id === id && job.state === state && job.counted_version === counted;
  });
  // The next turn counts it.
  if (!isSame) return;
  await jobs.emitCounted(transaction, newest, bytes);
  for (const { id, version } of before) {
    // What was committed meanwhile may not be in it. To tell it is a version of its own.
    const counted = Number(version) + (id === newest.id ? 1 : 0);
    await transaction
      .updateTable('jobs')
      .set({ counted_version: counted, counted_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  }
}

async function isAnyOpen(jobs: TranscodingContext['jobs']): Promise<boolean> {
  const open = await jobs.database.query
    .selectFrom('jobs')
    .select('id')
    .where('state', 'in', ['probing', 'encoding'])
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}
