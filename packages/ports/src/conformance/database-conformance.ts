import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Generated, type Kysely, sql } from 'kysely';
import { type Database, type DatabaseEngine, DatabaseUnavailable } from '../database/database.ts';
import { assertOutsideTransaction, SlowCallInTransaction } from '../database/transaction-scope.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';

export interface DatabaseHarness {
  name: string;
  /** `connect` answers one more engine on the same data, as another process would have. */
  start(): Promise<{
    connect(): DatabaseEngine;
    /** Each service has rights on its own tables alone. */
    isolated: boolean;
    faults?: EngineFaults;
    stop(): Promise<void>;
  }>;
}

interface Schema {
  entry: { id: number; label: string; created_at: Generated<Date>; body: unknown };
}

const MIGRATIONS = [
  {
    name: '0001-init.sql',
    sql: `create table entry (id bigint primary key, label text not null,
          created_at timestamptz not null default now(), body jsonb not null default '{}');
          create index entry_label on entry (label);`,
  },
  { name: '0002-more.sql', sql: 'create table more (id integer primary key)' },
];

const entry = (id: number) => ({ id, label: `entry ${id}`, body: JSON.stringify({ id }) });

export function databaseConformance(harness: DatabaseHarness): void {
  describe(`a service's database (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<DatabaseHarness['start']>>;
    let engine: DatabaseEngine;
    let videos: Database<Schema>;
    let uploads: Database<Schema>;

    before(async () => {
      running = await harness.start();
      engine = running.connect();
      videos = await engine.open<Schema>({ service: 'videos', maxConnections: 4 });
      uploads = await engine.open<Schema>({ service: 'live-ingest', maxConnections: 2 });
    });
    after(async () => {
      await engine.close();
      await running.stop();
    });

    test('applies migrations in the order of their names, once, and says which', async () => {
      const [first, second] = MIGRATIONS;
      assert.ok(first && second);
      assert.deepEqual(await videos.migrate([first]), { applied: ['0001-init.sql'] });
      assert.deepEqual(await videos.migrate([second, first]), { applied: ['0002-more.sql'] });
      assert.deepEqual(await videos.migrate(MIGRATIONS), { applied: [] });
    });

    test('refuses a migration that comes before one that was applied, unless it is of another series', async () => {
      const late = { name: '0001-late.sql', sql: 'create table late (id integer)' };
      await assert.rejects(videos.migrate([...MIGRATIONS, late]), /0001-late\.sql .* comes before 0002-more\.sql/);
      const shared = { ...late, series: 'shared' };
      assert.deepEqual(await videos.migrate([...MIGRATIONS, shared]), { applied: ['0001-late.sql'] });
      const before = { name: '0000-before.sql', sql: 'select 1', series: 'shared' };
      await assert.rejects(videos.migrate([...MIGRATIONS, shared, before]), /comes before 0001-late\.sql/);
    });

    test('applies each migration once when several processes start together', async () => {
      const others = Array.from({ length: 3 }, () => running.connect());
      const databases = await Promise.all(
        others.map((other) => other.open<Schema>({ service: 'live-ingest', maxConnections: 1 })),
      );
      const results = await Promise.all(databases.map((database) => database.migrate(MIGRATIONS)));
      assert.deepEqual(results.flatMap((result) => result.applied).sort(), ['0001-init.sql', '0002-more.sql']);
      await Promise.all(others.map((other) => other.close()));
    });

    test('refuses a migration that has changed, and rolls back one that fails, naming it', async () => {
      await assert.rejects(videos.migrate([{ name: '0001-init.sql', sql: 'select 1' }]), /0001-init\.sql/);
      const failing = { name: '0003-failing.sql', sql: 'create table half (id integer); select nonsense;' };
      await assert.rejects(videos.migrate([...MIGRATIONS, failing]), /0003-failing\.sql/);
      await assert.rejects(sql`select * from half`.execute(videos.query));
      const repaired = { name: '0003-failing.sql', sql: 'create table half (id integer)' };
      assert.deepEqual(await videos.migrate([...MIGRATIONS, repaired]), { applied: ['0003-failing.sql'] });
    });

    test('keeps what a transaction did when it resolves and nothing when it rejects', async () => {
      const answer = await videos.transaction(async (transaction) => {
        await transaction.insertInto('entry').values(entry(1)).execute();
        return 'committed';
      });
      assert.equal(answer, 'committed');
      await assert.rejects(
        videos.transaction(async (transaction) => {
          await transaction.insertInto('entry').values(entry(2)).execute();
          throw new Error('changed my mind');
        }),
        /changed my mind/,
      );
      const rows = await videos.query.selectFrom('entry').select('id').execute();
      assert.deepEqual(rows, [{ id: 1 }]);
    });

    test('answers big integers as numbers, times as Date and JSON as values', async () => {
      const id = Number.MAX_SAFE_INTEGER;
      await videos.query.insertInto('entry').values(entry(id)).execute();
      const row = await videos.query.selectFrom('entry').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      assert.equal(row.id, id);
      assert.ok(row.created_at instanceof Date);
      assert.deepEqual(row.body, { id });
      const { count } = await videos.query
        .selectFrom('entry')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      assert.equal(typeof count, 'number');
    });

    test('refuses RPC, queries beside it and other transactions inside a transaction', async () => {
      const inside = (work: () => Promise<unknown>) =>
        assert.rejects(
          videos.transaction(async () => work()),
          SlowCallInTransaction,
        );
      await inside(async () => assertOutsideTransaction('A call'));
      await inside(() => videos.query.selectFrom('entry').selectAll().execute());
      await inside(() => videos.transaction(async () => 1));
      await inside(() => uploads.transaction(async () => 1));
      assert.equal(await videos.transaction(async () => 'free again'), 'free again');
    });

    test('tells a mistake of the caller from unavailability', async () => {
      await videos.query.insertInto('entry').values(entry(10)).execute();
      const again = videos.query.insertInto('entry').values(entry(10)).execute();
      await assert.rejects(
        again,
        (error) => !(error instanceof DatabaseUnavailable) && /duplicate/.test(String(error)),
      );
      await assert.rejects(sql`nonsense`.execute(videos.query), (error) => !(error instanceof DatabaseUnavailable));
    });

    test('reaches the tables of its own service only', async (context) => {
      if (!running.isolated) return context.skip('the given role may not make roles');
      await assert.rejects(sql`select * from live_ingest.entry`.execute(videos.query), /permission denied/);
      await assert.rejects(sql`create table live_ingest.mine (id integer)`.execute(videos.query), /permission denied/);
      await assert.rejects(sql`create table public.mine (id integer)`.execute(videos.query), /permission denied/);
    });

    test('serves more callers than it has connections', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => 100 + index);
      await Promise.all(
        ids.map((id) =>
          uploads.transaction(async (transaction) => {
            await transaction.insertInto('entry').values(entry(id)).execute();
            await sql`select pg_sleep(0.002)`.execute(transaction);
          }),
        ),
      );
      const rows = await uploads.query.selectFrom('entry').select('id').orderBy('id').execute();
      assert.deepEqual(
        rows.map((row) => row.id),
        ids,
      );
    });

    test('loses no commit to a crash, says that it is unavailable meanwhile, and comes back by itself', async (context) => {
      const { faults } = running;
      if (!faults) return context.skip('the engine cannot be killed here');
      const crash = new AbortController();
      const writers = Array.from({ length: 4 }, (_, writer) => write(videos, 10_000 * (writer + 1), crash.signal));
      await eventually(async () => assert.ok((await count(videos.query)) > 200));
      await faults.kill();
      assert.equal(await videos.isReady(), false);
      await assert.rejects(videos.query.selectFrom('entry').selectAll().execute(), DatabaseUnavailable);
      await faults.restart();
      await eventually(async () => assert.equal(await videos.isReady(), true));
      const before = await count(videos.query);
      await eventually(async () => assert.ok((await count(videos.query)) > before, 'the writers go on'));
      crash.abort();
      const acknowledged = (await Promise.all(writers)).flat();
      const rows = await videos.query.selectFrom('entry').select('id').execute();
      const present = new Set(rows.map((row) => row.id));
      assert.deepEqual(
        acknowledged.filter((id) => !present.has(id)),
        [],
      );
    });

    test('rejects as unavailable once it is closed', async () => {
      const other = running.connect();
      const database = await other.open<Schema>({ service: 'videos', maxConnections: 1 });
      await database.query.selectFrom('entry').select('id').limit(1).execute();
      await database.close();
      await database.close();
      await assert.rejects(database.query.selectFrom('entry').select('id').execute());
      await other.close();
    });
  });
}

/** Inserts one row after another until the end; answers the ids whose commit was acknowledged. */
async function write(database: Database<Schema>, firstId: number, end: AbortSignal): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let id = firstId; !end.aborted; id++) {
    try {
      await database.transaction((transaction) => transaction.insertInto('entry').values(entry(id)).execute());
      acknowledged.push(id);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  return acknowledged;
}

async function count(query: Kysely<Schema>): Promise<number> {
  const row = await query
    .selectFrom('entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
