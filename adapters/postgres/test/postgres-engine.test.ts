import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createPostgresEventBus, dumpSchema, openPostgres } from '@kinora/adapter-postgres';
import { type BusEvent, type Database, EventsExpired } from '@kinora/ports';
import { eventually } from '@kinora/ports/conformance';
import { sql } from 'kysely';
import { withConnection } from '../src/connect.ts';
import { parseInt8, withCredentials } from '../src/connection-settings.ts';
import { cleanUp } from '../src/event-bus/bus-retention.ts';
import { type OutsidePostgres, startOutsidePostgres } from './outside-postgres.ts';

const admin = <T>(url: string, statement: string): Promise<T[]> =>
  withConnection(url, 'test', async (client) => (await client.query(statement)).rows as T[]);

describe('PostgreSQL for many services', () => {
  let outside: OutsidePostgres;
  before(async () => {
    outside = await startOutsidePostgres();
  });
  after(() => outside.stop());

  /** A fresh database on the same server, so that tests do not meet. */
  async function newDatabase(): Promise<string> {
    const name = `test_${randomUUID().slice(0, 8)}`;
    await admin(outside.url, `create database ${name}`);
    return outside.url.replace('/postgres?', `/${name}?`);
  }

  test('keeps open connections of all services within one bound and starves none', async () => {
    const url = await newDatabase();
    const engine = openPostgres({ url, applicationName: 'bounded', maxConnections: 5 });
    const names = ['videos', 'uploads', 'identity', 'channels'];
    const services = await Promise.all(names.map((service) => engine.open({ service, maxConnections: 4 })));
    const end = new AbortController();
    const done = new Map<string, number>();
    let callers: Promise<void>[] = [];
    let most = 0;
    const look = async () => {
      const [row] = await admin<{ open: number; waiting: number }>(
        url,
        `select count(*)::int as open, count(*) filter (where wait_event = 'advisory')::int as waiting from pg_stat_activity
         where application_name like 'bounded %' and application_name <> 'bounded roles'`,
      );
      most = Math.max(most, row?.open ?? 0);
      return row;
    };
    await withConnection(url, 'gate', async (gate) => {
      await gate.query('select pg_advisory_lock(1)');
      callers = services.flatMap((database, index) =>
        Array.from({ length: 6 }, async () => {
          for (const name = names[index] ?? ''; !end.signal.aborted; done.set(name, (done.get(name) ?? 0) + 1)) {
            await sql`select pg_advisory_xact_lock_shared(1)`.execute(database.query);
          }
        }),
      );
      // Everybody wants one, and whoever has one keeps it.
      await eventually(async () => assert.equal((await look())?.waiting, 5));
    });
    await eventually(async () => {
      await look();
      assert.ok([...done.values()].length === 4 && Math.min(...done.values()) > 100, JSON.stringify([...done]));
    });
    end.abort();
    await Promise.all(callers);
    await engine.close();
    // A connection that was closed is counted by the server for a moment longer.
    assert.ok(most >= 5 && most <= 6, `${most} connections`);
  });

  test('gives a service whose role was made by another secret, or with none, its password again', async () => {
    const url = await newDatabase();
    const ask = async (roleSecret?: string) => {
      const engine = openPostgres({ url, applicationName: 'secret', ...(roleSecret && { roleSecret }) });
      const database = await engine.open({ service: 'videos', maxConnections: 1 });
      const { rows } = await sql<{ user: string }>`select session_user as user`.execute(database.query);
      await engine.close();
      return rows[0]?.user;
    };
    for (const secret of [undefined, 'one', 'one', 'two', undefined])
      assert.match((await ask(secret)) ?? '', /_videos$/);
    const stored = await admin<{ password: string }>(url, 'select password from kinora.service_role');
    assert.equal(stored.length, 1);
  });

  test('uses the given role and says so where it may not make roles; its limits hold there too', async () => {
    const url = await newDatabase();
    const name = `poor_${randomUUID().slice(0, 8)}`;
    await admin(url, `create role ${name} login password 'x'`);
    await admin(url, `grant create on database ${new URL(url).pathname.slice(1)} to ${name}`);
    const poor = withCredentials(url, { user: name, password: 'x' });
    const warnings: string[] = [];
    const engine = openPostgres({ url: poor, applicationName: 'poor', onWarning: (message) => warnings.push(message) });
    const videos = await engine.open<{ row: { id: number } }>({ service: 'videos', maxConnections: 1 });
    await engine.open({ service: 'uploads', maxConnections: 1 });
    assert.equal(warnings.length, 1);
    await videos.migrate([{ name: '0001-init.sql', sql: 'create table row (id bigint primary key)' }]);
    await videos.query.insertInto('row').values({ id: 1 }).execute();
    const { rows } = await sql`select current_schema() as schema, current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock`.execute(videos.query);
    assert.deepEqual(rows, [{ schema: 'videos', statement: '30s', lock: '10s' }]);
    await engine.close();
    const strict = openPostgres({ url: poor, applicationName: 'strict', adminMode: 'roles' });
    await assert.rejects(strict.open({ service: 'videos', maxConnections: 1 }), /CREATEROLE/);
    await strict.close();
  });

  test('refuses names that are not those of a service', async () => {
    const engine = openPostgres({ url: outside.url, applicationName: 'names' });
    for (const service of ['kinora', 'public', 'pg_catalog', 'a"b', '', 'A'])
      await assert.rejects(engine.open({ service, maxConnections: 1 }), /cannot be the name of a service/);
    await engine.close();
  });

  test('describes a schema the same way each time, as text and as values', async () => {
    const engine = openPostgres({ url: await newDatabase(), applicationName: 'dump' });
    const database = await engine.open({ service: 'videos', maxConnections: 1 });
    await database.migrate([{ name: '0001-init.sql', sql: DESCRIBED }]);
    const { text, description } = await dumpSchema(database);
    assert.equal(text, DUMP);
    assert.equal((await dumpSchema(database)).text, text);
    const caption = description.tables.find((table) => table.name === 'caption');
    assert.deepEqual(caption?.primaryKey, ['video_id', 'language']);
    assert.deepEqual(
      caption?.foreignKeys.map(({ columns, table, targetColumns }) => [columns, table, targetColumns]),
      [[['video_id'], 'video', ['id']]],
    );
    await engine.close();
  });

  test('tells a group that was away for too long how many events it has missed, and goes on', async () => {
    const url = await newDatabase();
    const bus = createPostgresEventBus({ url, partitions: 1, retentionDays: 7 });
    const group = 'away';
    await (await bus.subscribe({ group, handler: async () => {} })).stop();
    await bus.publish([1, 2, 3].map(event));
    await admin(url, `update kinora.bus_event set stored_at = now() - interval '8 days' where "offset" < 2`);
    const pg = (await import('pg')).default;
    const pool = new pg.Pool({ connectionString: url });
    await cleanUp(pool, { retentionDays: 7, signal: new AbortController().signal });
    await pool.end();
    const errors: unknown[] = [];
    const versions: number[] = [];
    await bus.subscribe({
      group,
      handler: async (events) => void versions.push(...events.map((each) => each.aggregateVersion)),
      onError: (error) => errors.push(error),
    });
    await eventually(() => assert.deepEqual(versions, [3]));
    const [error] = errors;
    assert.ok(error instanceof EventsExpired && error.missed === 2 && errors.length === 1);
    await bus.close();
  });

  test('lets a service append to the log of events and neither read nor change it', async () => {
    const url = await newDatabase();
    const engine = openPostgres({ url, applicationName: 'append' });
    const database: Database<unknown> = await engine.open({ service: 'videos', maxConnections: 1 });
    const bus = createPostgresEventBus({ url });
    await database.transaction(
      (transaction) => bus.capabilities.publishIn?.(transaction, [event(1)]) ?? Promise.reject(),
    );
    for (const statement of ['select * from', 'delete from', 'truncate']) {
      for (const table of ['bus_event', 'bus_partition', 'bus_position', 'service_role'])
        await assert.rejects(
          sql`${sql.raw(`${statement} kinora.${table}`)}`.execute(database.query),
          /permission denied/,
        );
    }
    assert.equal((await admin(url, 'select 1 from kinora.bus_event')).length, 1);
    await bus.close();
    await engine.close();
  });

  test('parses big integers as numbers while those are exact', () => {
    assert.equal(parseInt8('-9007199254740991'), Number.MIN_SAFE_INTEGER);
    assert.equal(parseInt8('9007199254740992'), 9007199254740992n);
  });
});

function event(version: number): BusEvent {
  return {
    eventId: randomUUID(),
    type: 'kinora.test.v1.Happened',
    version: 1,
    producer: 'test',
    key: 'key',
    aggregateType: 'thing',
    aggregateId: 'key',
    aggregateVersion: version,
    occurredAt: new Date().toISOString(),
    traceparent: '',
    payload: Uint8Array.of(version),
  };
}

const DESCRIBED = `
create type visibility as enum ('private', 'public');
create table video (
  id uuid primary key, title text not null, visibility visibility not null default 'private',
  view_count bigint not null default 0 check (view_count >= 0), number bigint generated always as identity,
  title_lower text generated always as (lower(title)) stored, created_at timestamptz not null default now(),
  unique (title, visibility));
comment on column video.view_count is 'a read copy: playback''s';
create index video_recent on video (created_at desc, id) where visibility = 'public';
create table caption (video_id uuid not null references video (id) on delete cascade, language text not null,
  primary key (video_id, language));
`;

const DUMP = `-- Schema videos, written from the database after its migrations. Do not edit.

create type visibility as enum ('private', 'public');

create table caption (
  video_id uuid not null,
  language text not null,
  constraint caption_pkey PRIMARY KEY (video_id, language),
  constraint caption_video_id_fkey FOREIGN KEY (video_id) REFERENCES video(id) ON DELETE CASCADE
);

create table video (
  id uuid not null,
  title text not null,
  visibility visibility not null default 'private'::visibility,
  view_count bigint not null default 0,
  number bigint not null generated always as identity,
  title_lower text generated always as (lower(title)) stored,
  created_at timestamp with time zone not null default now(),
  constraint video_pkey PRIMARY KEY (id),
  constraint video_title_visibility_key UNIQUE (title, visibility),
  constraint video_view_count_check CHECK ((view_count >= 0))
);
CREATE INDEX video_recent ON video USING btree (created_at DESC, id) WHERE (visibility = 'public'::visibility);
comment on column video.view_count is 'a read copy: playback''s';
`;
