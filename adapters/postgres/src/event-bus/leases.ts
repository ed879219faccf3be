import type pg from 'pg';
import type { ConsumerGroup, Lease } from './consumer-group.ts';

/** A dead consumer's partitions move after this and at most one beat more. */
export const LEASE_MS = 3500;
export const BEAT_MS = 1000;

/** One statement for everything that a process asks each second, for all of its groups. */
const BEAT = {
  name: 'kinora_bus_beat',
  text: `
with beat as (
  insert into kinora.bus_consumer (id, groups, expires_at)
  values ($1, $2, clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}))
  on conflict (id) do update set groups = excluded.groups, expires_at = excluded.expires_at
), others as (
  select id, groups from kinora.bus_consumer where expires_at > clock_timestamp() and id <> $1
)
select
  (select json_agg(next order by id) from kinora.bus_partition) as heads,
  (select json_agg(json_build_object('group', p.group_name, 'partition', p.partition, 'next', p.next,
      'fence', p.fence, 'mine', p.consumer is not distinct from $1))
    from kinora.bus_position p
    where p.group_name = any ($2)
      and (p.consumer is null or p.consumer = $1 or not exists (select from others where others.id = p.consumer))
  ) as positions,
  (select json_object_agg(g, members) from (
    select g, count(*) as members from others, unnest(others.groups) g where g = any ($2) group by g) m) as members`,
};

const CLAIM = `
update kinora.bus_position p set consumer = $1, fence = p.fence + 1
from unnest($2::text[], $3::int[], $4::bigint[]) as wanted (group_name, partition, fence)
where p.group_name = wanted.group_name and p.partition = wanted.partition and p.fence = wanted.fence
returning p.group_name as group, p.partition, p.next, p.fence`;

const RELEASE = `
update kinora.bus_position p set consumer = null
from unnest($2::text[], $3::int[], $4::bigint[]) as held (group_name, partition, fence)
where p.group_name = held.group_name and p.partition = held.partition and p.fence = held.fence and p.consumer = $1`;

interface PositionRow {
  group: string;
  partition: number;
  next: number;
  fence: number;
  mine: boolean;
}

interface BeatRow {
  heads: number[];
  positions: PositionRow[] | null;
  members: Record<string, number> | null;
}

/** Says that this process lives, and takes, gives up and forgets partitions so that each group's are shared evenly. */
export async function beat(client: pg.ClientBase, consumer: string, groups: ConsumerGroup[]): Promise<number[]> {
  const names = groups.map((group) => group.name);
  const { rows } = await client.query<BeatRow>({ ...BEAT, values: [consumer, names] });
  const row = rows[0];
  if (!row) throw new Error('The event bus gave no answer.');
  const positions = row.positions ?? [];
  const claims: PositionRow[] = [];
  for (const group of groups) {
    const own = positions.filter((position) => position.group === group.name);
    reconcile(group, own);
    const share = Math.ceil(row.heads.length / ((row.members?.[group.name] ?? 0) + 1));
    const free = own.filter((position) => !position.mine && !group.leases.has(position.partition));
    claims.push(...free.slice(0, Math.max(0, share - group.leases.size)));
    const surplus = [...group.leases.values()].slice(share).filter((lease) => !lease.running);
    if (surplus.length > 0) await release(client, consumer, group, surplus);
  }
  if (claims.length > 0) await claim(client, { consumer, groups, claims });
  return row.heads;
}

/** What the table says counts: after an outage it may differ from what this process remembers. */
function reconcile(group: ConsumerGroup, positions: PositionRow[]): void {
  const mine = new Map(positions.filter((position) => position.mine).map((position) => [position.partition, position]));
  for (const lease of [...group.leases.values()])
    if (mine.get(lease.partition)?.fence !== lease.fence) group.lose(lease);
  for (const position of mine.values()) if (!group.leases.has(position.partition)) group.hold(position);
}

async function claim(
  client: pg.ClientBase,
  { consumer, groups, claims }: { consumer: string; groups: ConsumerGroup[]; claims: PositionRow[] },
): Promise<void> {
  const { rows } = await client.query<Omit<PositionRow, 'mine'>>(CLAIM, [
    consumer,
    claims.map((position) => position.group),
    claims.map((position) => position.partition),
    claims.map((position) => position.fence),
  ]);
  for (const row of rows) groups.find((group) => group.name === row.group)?.hold(row);
}

export async function release(
  client: pg.ClientBase,
  consumer: string,
  group: ConsumerGroup,
  leases: Lease[],
): Promise<void> {
  for (const lease of leases) group.lose(lease);
  await client.query(RELEASE, [
    consumer,
    leases.map(() => group.name),
    leases.map((lease) => lease.partition),
    leases.map((lease) => lease.fence),
  ]);
}
