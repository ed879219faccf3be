import { createHash } from 'node:crypto';
import { DatabaseUnavailable, type Migration } from '@kinora/ports';
import type pg from 'pg';
import { connect, inTransaction } from './connect.ts';
import { LOCK_SPACE } from './engine-schema.ts';
import { quoteIdentifier } from './names.ts';

export interface MigrateOptions {
  /** Direct: the lock is one of the session. */
  url: string;
  applicationName: string;
  schema: string;
  migrations: Migration[];
}

export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = sorted(options.migrations);
  // A migration may run for long and wait for another process's; only its locks on tables are bounded (below).
  const settings = `-c search_path=${options.schema} -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0`;
  const client = await connect(options.url, `${options.applicationName} migrations`, settings);
  try {
    if ((await pendingOf(client, options.schema, migrations)).length === 0) return { applied: [] };
    await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, `migrate:${options.schema}`]);
    await client.query(
      `create table if not exists ${quoteIdentifier(options.schema)}.migrations
       (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    );
    const pending = await pendingOf(client, options.schema, migrations);
    for (const migration of pending) await apply(client, options.schema, migration);
    return { applied: pending.map((migration) => migration.name) };
  } finally {
    // Ends the lock too.
    await client.end().catch(() => {});
  }
}

function sorted(migrations: Migration[]): Migration[] {
  const inOrder = [...migrations].sort((a, b) => (a.name < b.name ? -1 : 1));
  inOrder.forEach((migration, index) => {
    if (migration.name === inOrder[index + 1]?.name) throw new Error(`Two migrations are called ${migration.name}.`);
  });
  return inOrder;
}

async function pendingOf(client: pg.ClientBase, schema: string, migrations: Migration[]): Promise<Migration[]> {
  const table = await client.query('select to_regclass($1) is not null as present', [
    `${quoteIdentifier(schema)}.migrations`,
  ]);
  const done = new Map<string, string>();
  if (table.rows[0].present) {
    const { rows } = await client.query<{ name: string; sha256: string }>(
      `select name, sha256 from ${quoteIdentifier(schema)}.migrations order by name`,
    );
    for (const row of rows) done.set(row.name, row.sha256);
  }
  for (const migration of migrations) {
    const applied = done.get(migration.name);
    if (applied !== undefined && applied !== digest(migration.sql))
      throw new Error(
        `The migration ${migration.name} of ${schema} has changed since it was applied. Put it back and write a new one.`,
      );
  }
  const pending = migrations.filter((migration) => !done.has(migration.name));
  const names = [...done.keys()].sort();
  // A database that a newer release has migrated has more names than we know: that is allowed (expand, then contract).
  if (!migrations.some((migration) => migration.name === names.at(-1))) return pending;
  for (const { name, series } of pending) {
    const last = migrations.findLast((migration) => migration.series === series && done.has(migration.name));
    if (last && name < last.name)
      throw new Error(
        `The migration ${name} of ${schema} comes before ${last.name}, which was applied. Give it a later number.`,
      );
  }
  return pending;
}

async function apply(client: pg.ClientBase, schema: string, migration: Migration): Promise<void> {
  try {
    await inTransaction(client, async () => {
      await client.query(`set local lock_timeout = '10s'`);
      await client.query(migration.sql);
      await client.query(`insert into ${quoteIdentifier(schema)}.migrations (name, sha256) values ($1, $2)`, [
        migration.name,
        digest(migration.sql),
      ]);
    });
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause;
    throw new Error(`The migration ${migration.name} of ${schema} failed: ${(cause as Error).message}`, { cause });
  }
}

function digest(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
