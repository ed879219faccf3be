import type pg from 'pg';
import { LOCK, LOCK_SPACE } from '../engine-schema.ts';

const ROWS_AT_ONCE = 2000;

/** Deletes the oldest events of each partition that are beyond retention, in small steps and in one process at a time. */
export async function cleanUp(
  pool: pg.Pool,
  { retentionDays, signal }: { retentionDays: number; signal: AbortSignal },
): Promise<void> {
  await pool.query(`delete from kinora.bus_consumer where expires_at < clock_timestamp() - interval '1 minute'`);
  const { rows } = await pool.query<{ id: number }>('select id from kinora.bus_partition order by id');
  for (const { id } of rows) {
    let deleted: number;
    do {
      signal.throwIfAborted();
      const result = await pool.query(
        `with turn as materialized (select pg_try_advisory_xact_lock($4, $5) as ours),
         oldest as materialized (
           select "offset", stored_at from kinora.bus_event, turn where partition = $1 and ours order by "offset" limit $2)
         delete from kinora.bus_event e using oldest
         where e.partition = $1 and e."offset" = oldest."offset"
           and oldest.stored_at < clock_timestamp() - make_interval(secs => $3)`,
        [id, ROWS_AT_ONCE, retentionDays * 86_400, LOCK_SPACE, LOCK.busCleanUp],
      );
      deleted = result.rowCount ?? 0;
    } while (deleted === ROWS_AT_ONCE);
  }
}
