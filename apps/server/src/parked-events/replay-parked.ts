import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { type ParkedEvent, readParked, schemaOf } from './read-parked.ts';

const LOOK_MS = 200;
/** A service looks each second; one event with slow work before its transaction takes seconds. */
const PATIENCE_MS = 60_000;
const MANY = 100_000;

export interface ReplayedStream {
  service: string;
  stream: string;
  /** Of the events that were parked when the replay was asked for. */
  applied: number;
  left: number;
  /** The event that still fails; null when all are applied, or when the service has not answered. */
  failed: ParkedEvent | null;
  /** The service has not taken it up: what was asked for stays asked for. */
  unanswered: boolean;
}

/**
 * Asks services to replay the streams of these events, for order holds: an event is replayed with those before and behind
 * it. Waits until they have, or have failed, or make no progress.
 */
export async function replayParked(
  client: pg.Client,
  events: readonly ParkedEvent[],
  signal: AbortSignal,
): Promise<ReplayedStream[]> {
  const streamsOf = new Map(
    [...Map.groupBy(events, ({ service }) => service)].map(([service, of]) => [
      service,
      [...new Set(of.map(({ stream }) => stream))],
    ]),
  );
  const look = async () => {
    const found: ParkedEvent[] = [];
    for (const [service, streams] of streamsOf)
      found.push(...(await readParked(client, { asked: [service], streams, limit: MANY })).events);
    return found;
  };
  const before = await look();
  for (const [service, streams] of streamsOf) await ask(client, service, streams);
  const after = await settled(look, signal);
  return [...streamsOf].flatMap(([service, streams]) =>
    streams.map((stream) => {
      const isOf = (event: ParkedEvent) => event.service === service && event.stream === stream;
      const left = after.filter(isOf);
      const leftIds = new Set(left.map(({ eventId }) => eventId));
      const applied = before.filter((event) => isOf(event) && !leftIds.has(event.eventId)).length;
      const unanswered = left.some(({ replay }) => replay !== null);
      return { service, stream, applied, left: left.length, failed: unanswered ? null : (left[0] ?? null), unanswered };
    }),
  );
}

/** Marks the first event of each stream; the service does the rest. */
async function ask(client: pg.Client, service: string, streams: readonly string[]): Promise<void> {
  const table = `${schemaOf(service)}.parked_events`;
  await client.query(
    `update ${table} set replay = 'asked'
     where position in (select min(position) from ${table} where stream = any($1) group by stream)`,
    [streams],
  );
}

async function settled(look: () => Promise<ParkedEvent[]>, signal: AbortSignal): Promise<ParkedEvent[]> {
  let seen = '';
  let seenAt = Date.now();
  for (;;) {
    const found = await look();
    const state = found.map(({ service, eventId, replay }) => `${service} ${eventId} ${replay}`).join();
    if (state !== seen) seenAt = Date.now();
    seen = state;
    const isOver = found.every(({ replay }) => replay === null) || Date.now() - seenAt > PATIENCE_MS;
    if (isOver) return found;
    await delay(LOOK_MS, undefined, { signal });
  }
}
