import type pg from 'pg';
import { inTransaction } from '../connect.ts';
import { ensureEngineSchema, LOCK, LOCK_SPACE } from '../engine-schema.ts';

/** Raised with each change of the statements below; each is then written to run on what the release before made. */
const VERSION = 1;

/**
 * `bus_partition.next` is taken under the row's lock, which the publisher keeps until its commit: the order of commits is
 * the order of offsets, offsets have no gaps, and who sees `next` sees every event below it. Offsets start at 0.
 * `bus_append` runs with the rights of its owner: services may append and can read nothing.
 */
const STATEMENTS = `
create table if not exists kinora.bus_partition (
  id integer primary key,
  next bigint not null default 0
) with (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

create table if not exists kinora.bus_event (
  partition integer not null,
  "offset" bigint not null,
  event_id text not null,
  type text not null,
  version integer not null,
  producer text not null,
  key text not null,
  aggregate_type text not null,
  aggregate_id text not null,
  aggregate_version bigint not null,
  occurred_at text not null,
  traceparent text not null,
  payload bytea not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (partition, "offset")
);

create table if not exists kinora.bus_consumer (
  id uuid primary key,
  groups text[] not null,
  expires_at timestamptz not null
) with (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

create table if not exists kinora.bus_position (
  group_name text not null,
  partition integer not null,
  next bigint not null,
  consumer uuid,
  fence bigint not null default 0,
  primary key (group_name, partition)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create or replace function kinora.bus_append(
  partitions integer[], event_ids text[], types text[], versions integer[], producers text[], keys text[],
  aggregate_types text[], aggregate_ids text[], aggregate_versions bigint[], occurred_ats text[], traceparents text[],
  payloads bytea[]
) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $append$
declare
  part record;
  base bigint;
begin
  for part in select p as id, count(*) as events from unnest(partitions) as p group by p order by p loop
    update kinora.bus_partition set next = next + part.events where id = part.id returning next - part.events into strict base;
    insert into kinora.bus_event
      (partition, "offset", event_id, type, version, producer, key, aggregate_type, aggregate_id, aggregate_version,
       occurred_at, traceparent, payload)
    select part.id, base + row_number() over (order by e.position) - 1, event_ids[e.position], types[e.position],
      versions[e.position], producers[e.position], keys[e.position], aggregate_types[e.position],
      aggregate_ids[e.position], aggregate_versions[e.position], occurred_ats[e.position], traceparents[e.position],
      payloads[e.position]
    from unnest(partitions) with ordinality as e (partition, position) where e.partition = part.id;
  end loop;
end
$append$;

grant usage on schema kinora to public;
`;

/** Makes the tables once and answers how many partitions the bus has: the first process to start decides. */
export async function ensureBusSchema(client: pg.ClientBase, partitions: number): Promise<number> {
  await ensureEngineSchema(client);
  const found = await readPartitions(client);
  if (found) return found;
  return inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, LOCK.engineSchema]);
    await client.query(STATEMENTS);
    await client.query(
      `insert into kinora.bus_partition (id) select generate_series(0, $1 - 1)
       where not exists (select 1 from kinora.bus_partition)`,
      [partitions],
    );
    await client.query(`comment on schema kinora is 'bus ${VERSION}'`);
    const made = await readPartitions(client);
    if (!made) throw new Error('The tables of the event bus could not be made.');
    return made;
  });
}

async function readPartitions(client: pg.ClientBase): Promise<number | undefined> {
  const { rows } = await client.query<{ comment: string | null }>(
    `select obj_description('kinora'::regnamespace, 'pg_namespace') as comment`,
  );
  const version = Number(/^bus (\d+)$/.exec(rows[0]?.comment ?? '')?.[1] ?? 0);
  if (version > VERSION)
    throw new Error('The event bus of this database was made by a newer Kinora. Run the newer version.');
  if (version < VERSION) return undefined;
  const count = await client.query<{ count: number }>('select count(*)::int as count from kinora.bus_partition');
  return count.rows[0]?.count || undefined;
}
