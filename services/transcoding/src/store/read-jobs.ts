import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import type { JobRow } from './jobs-store.ts';
import type { TranscodingTables } from './tables.ts';

export interface ListedJob extends JobRow {
  /** It failed, nothing was made of the video since then, and its file was not let go of with it. */
  retriable: boolean;
}

/** The latest first; those before a job, or from the latest on. */
export async function readJobs(
  database: Database<TranscodingTables>,
  { states, beforeId, limit }: { states: readonly JobRow['state'][]; beforeId: string; limit: number },
): Promise<ListedJob[]> {
  const rows = await database.query
    .selectFrom('jobs')
    .selectAll()
    .select(
      sql<boolean>`state = 'failed' and edition_kind <> 'replacement'
        and (source_blob is not null or ranges is not null)
        and not exists (select from jobs as newer where newer.video_id = jobs.video_id
          and newer.created_at > jobs.created_at and newer.state <> 'cancelled')`.as('retriable'),
    )
    .where('state', 'in', states)
    .$if(beforeId !== '', (query) => query.where('id', '<', beforeId))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as unknown as ListedJob[];
}
