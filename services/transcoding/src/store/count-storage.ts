import { sql } from 'kysely';
import type { TranscodingContext } from '../context.ts';
import { isOpen } from './jobs-store.ts';
import { storedBytes } from './stored-bytes.ts';

/** How often it is told of a film that is being made. */
export const COUNTED_EVERY_MS = 10_000;
const AT_ONCE = 20;

/**
 * Tells how much is kept of videos of which something has changed: of films that grow, of those that were given up or
 * replaced, and once of all that an earlier version has made.
 */
export async function countStorage({ jobs }: Pick<TranscodingContext, 'jobs'>): Promise<boolean | 'quiet'> {
  const { rows } = await sql<{ video_id: string }>`
    (select video_id from jobs
     where state in ('probing', 'encoding') and counted_version is distinct from version
       and (counted_at is null or counted_at < now() - ${COUNTED_EVERY_MS} * interval '1 millisecond')
     order by created_at limit ${AT_ONCE})
    union
    (select video_id from jobs where counted_version is null and state not in ('probing', 'encoding')
     order by created_at limit ${AT_ONCE})`.execute(jobs.database.query);
  for (const { video_id: videoId } of rows) {
    await jobs.database.transaction(async (transaction) => {
      // Who ends one of them tells what is kept, too, and so does another process: one after the other.
      const editions = await transaction
        .selectFrom('jobs')
        .select(['id', 'video_id', 'state', 'version', 'counted_version'])
        .where('video_id', '=', videoId)
        .orderBy('created_at', 'desc')
        .forUpdate()
        .execute();
      const [newest] = editions;
      const hasChanged = editions.some((job) =>
        isOpen(job) ? job.counted_version !== job.version : job.counted_version === null,
      );
      if (!newest || !hasChanged) return;
      await jobs.emitCounted(transaction, newest, await storedBytes(transaction, videoId));
      await transaction
        .updateTable('jobs')
        .set({ counted_version: sql<number>`version`, counted_at: sql<Date>`now()` })
        .where('video_id', '=', videoId)
        .execute();
    });
  }
  if (rows.length >= AT_ONCE) return true;
  return (await isAnyOpen(jobs)) ? false : 'quiet';
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
