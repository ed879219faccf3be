import type pg from 'pg';
import { inTransaction } from '../connect.ts';
import { ensureEngineSchema, LOCK, LOCK_SPACE } from '../engine-schema.ts';

/** Rows of an account lie together, the newest first; months are what wide rows are cut by where there are no such indexes. */
const STATEMENTS = `
create table if not exists kinora.watch_log (
  account_id text collate "C" not null,
  started_at timestamptz(3) not null,
  video_id text collate "C" not null,
  position_ms bigint not null,
  duration_ms bigint not null,
  watched_ms bigint not null,
  seen_at timestamptz(3) not null,
  primary key (account_id, started_at, video_id)
) with (fillfactor = 80)`;

export async function ensureWatchLogSchema(client: pg.ClientBase): Promise<void> {
  await ensureEngineSchema(client);
  await inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, LOCK.watchLog]);
    await client.query(STATEMENTS);
  });
}
