import type pg from 'pg';
import { inTransaction } from './connect.ts';
import { ENGINE_SCHEMA } from './names.ts';

/** First half of every advisory lock of ours, so that others in the same database do not meet them. */
export const LOCK_SPACE = 0x6b696e6f;
export const LOCK = { engineSchema: 1, provision: 2, busCleanUp: 3, watchLog: 4 } as const;

/** Makes the schema of the engine when it is absent. Several processes may start at once. */
export async function ensureEngineSchema(client: pg.ClientBase): Promise<void> {
  const present = await client.query('select 1 from pg_namespace where nspname = $1', [ENGINE_SCHEMA]);
  if (present.rowCount) return;
  await inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, LOCK.engineSchema]);
    await client.query(`create schema if not exists ${ENGINE_SCHEMA}`);
  });
}
