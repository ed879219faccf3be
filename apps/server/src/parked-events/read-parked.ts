import type pg from 'pg';
import { services } from '../services.ts';

/** An event that a service could not apply, or that waits behind one of the same stream. */
export interface ParkedEvent {
  /** Whose consumer it is. */
  service: string;
  consumer: string;
  eventId: string;
  type: string;
  key: string;
  producer: string;
  /** Producer, kind of aggregate and its id: what is parked and replayed together, in order. */
  stream: string;
  /** None: it waits for those before it, or for a release that knows it. */
  attempts: number;
  firstFailureAt: string | null;
  lastFailureAt: string | null;
  parkedAt: string;
  /** A replay was asked for, or runs. */
  replay: 'asked' | 'running' | null;
  reason: string;
}

/** Services that hear events: each parks in its own schema. */
export const LISTENING: readonly string[] = services
  .filter(({ migrations, listens }) => migrations && listens.length > 0)
  .map(({ name }) => name);

export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/** In the order in which they will be replayed, service by service; at most `limit` of each. */
export async function readParked(
  client: pg.Client,
  options: { asked: readonly string[]; limit: number; streams?: readonly string[] },
): Promise<{ events: ParkedEvent[]; total: number }> {
  const events: ParkedEvent[] = [];
  let total = 0;
  for (const service of options.asked) {
    const { rows } = await client.query<Row>(
      `select event_id, type, envelope->>'key' as key, envelope->>'producer' as producer, stream, attempts,
         first_attempt_at, last_attempt_at, parked_at, replay, reason, count(*) over ()::int as total
       from ${schemaOf(service)}.parked_events where $1::text[] is null or stream = any($1)
       order by position limit $2`,
      [options.streams ?? null, options.limit],
    );
    total += rows[0]?.total ?? 0;
    events.push(...rows.map((row) => present(service, row)));
  }
  return { events, total };
}

interface Row {
  event_id: string;
  type: string;
  key: string;
  producer: string;
  stream: string;
  attempts: number;
  first_attempt_at: Date | null;
  last_attempt_at: Date | null;
  parked_at: Date;
  replay: ParkedEvent['replay'];
  reason: string;
  total: number;
}

function present(service: string, row: Row): ParkedEvent {
  return {
    service,
    consumer: `on${row.type.split('.').at(-1)}`,
    eventId: row.event_id,
    type: row.type,
    key: row.key,
    producer: row.producer,
    stream: row.stream,
    attempts: row.attempts,
    firstFailureAt: row.first_attempt_at?.toISOString() ?? null,
    lastFailureAt: row.last_attempt_at?.toISOString() ?? null,
    parkedAt: row.parked_at.toISOString(),
    replay: row.replay,
    reason: row.reason,
  };
}
