import type { Database } from '@kinora/ports';
import type { JobRow } from './jobs-store.ts';
import type { TranscodingTables } from './tables.ts';

/** The latest first; those before a job, or from the latest on. */
export async function readJobs(
  database: Database<TranscodingTables>,
  { states, beforeId, limit }: { states: readonly JobRow['state'][]; beforeId: string; limit: number },
): Promise<JobRow[]> {
  const rows = await database.query
    .selectFrom('jobs')
    .selectAll()
    .where('state', 'in', states)
    .$if(beforeId !== '', (query) => query.where('id', '<', beforeId))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as unknown as JobRow[];
}
