import type { Service } from '@kinora/kernel';
import { services } from '../../services.ts';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';
import { SERVICE_SCHEMAS } from '../service-schemas.ts';

const UNPUBLISHED_FOR_S = 60;

/** Outbox → bus → inbox, counted by event id. */
export const eventsOnce: Invariant = {
  number: 4,
  title: 'every change is published, each consumer applies it exactly once',
  async check(context) {
    const findings = new Findings();
    for (const schema of SERVICE_SCHEMAS) {
      await checkOutbox(context, findings, schema);
      await checkInbox(context, findings, schema);
      await checkParked(context, findings, schema);
    }
    return findings;
  },
};

/**
 * A relay works in order, so a row that is older than others it has published is lost; a server that does not run
 * publishes nothing, and its last work is the clock.
 */
async function checkOutbox(context: AuditContext, findings: Findings, schema: string): Promise<void> {
  const [counts] = await context.query<{ total: number }>(`select count(*)::int as total from ${schema}.outbox`);
  findings.checked += counts?.total ?? 0;
  const late = await context.query<{ event_id: string; type: string; late_s: number }>(
    `select event_id, type, extract(epoch from $1 - occurred_at)::float8 as late_s from ${schema}.outbox
     where published_at is null and occurred_at < $1 - make_interval(secs => $2) order by position limit 100`,
    [await lastWork(context), UNPUBLISHED_FOR_S],
  );
  for (const row of late)
    findings.look(
      `event ${row.event_id} of ${schema}`,
      `${row.type} is not published after ${Math.round(row.late_s)} s`,
    );
  const unequal = await context.query<{ event_id: string; type: string; times: number }>(
    `select o.event_id, o.type, count(e.event_id)::int as times from ${schema}.outbox o
     left join kinora.bus_event e on e.event_id = o.event_id::text
     where o.published_at is not null group by o.event_id, o.type having count(e.event_id) <> 1 limit 100`,
  );
  for (const row of unequal)
    findings.look(
      `event ${row.event_id} of ${schema}`,
      `${row.type} is marked as published and is on the bus ${row.times} times`,
    );
}

async function lastWork(context: AuditContext): Promise<Date> {
  if (context.running) return context.now;
  const each = SERVICE_SCHEMAS.map((schema) => `select max(published_at) as at from ${schema}.outbox`).join(
    ' union all ',
  );
  const [row] = await context.query<{ at: Date | null }>(`select max(at) as at from (${each}) as published`);
  return row?.at ?? context.now;
}

async function checkInbox(context: AuditContext, findings: Findings, schema: string): Promise<void> {
  const [counts] = await context.query<{ total: number }>(`select count(*)::int as total from ${schema}.inbox`);
  findings.checked += counts?.total ?? 0;
  const strangers = await context.query<{ event_id: string }>(
    `select i.event_id from ${schema}.inbox i left join kinora.bus_event e on e.event_id = i.event_id::text
     where e.event_id is null and i.handled_at > (select coalesce(min(stored_at), now()) from kinora.bus_event) limit 100`,
  );
  for (const row of strangers)
    findings.look(`event ${row.event_id}`, `${schema} has applied it and the bus never had it`);

  const types = heardBy(schema);
  if (types.length === 0) return;
  const missed = await context.query<{ event_id: string; type: string }>(
    `select e.event_id, e.type from kinora.bus_event e
     join kinora.bus_position p on p.group_name = $1 and p.partition = e.partition and e."offset" < p.next
     where e.type = any($2)
       and not exists (select from ${schema}.inbox i where i.event_id::text = e.event_id)
       and not exists (select from ${schema}.parked_events q where q.event_id::text = e.event_id) limit 100`,
    [schema, types],
  );
  for (const row of missed)
    findings.look(`event ${row.event_id}`, `${schema} has passed ${row.type} without applying it`);
}

function heardBy(schema: string): string[] {
  const service: Service | undefined = services.find(({ name }) => name.replaceAll('-', '_') === schema);
  return service?.listens.map((consumer) => consumer.event.typeName) ?? [];
}

async function checkParked(context: AuditContext, findings: Findings, schema: string): Promise<void> {
  const parked = await context.query<{ event_id: string; type: string; stream: string; reason: string }>(
    `select event_id, type, stream, reason from ${schema}.parked_events order by position limit 100`,
  );
  for (const row of parked)
    findings.look(
      `event ${row.event_id}`,
      `${schema} has parked ${row.type} of ${row.stream}: ${row.reason.slice(0, 200)}`,
    );
}
