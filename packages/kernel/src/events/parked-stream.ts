import type { BusEvent } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { KernelTables } from '../store/kernel-tables.ts';

export type ParkedRow = Selectable<KernelTables['parked_events']>;

/** CONTRACTS.md: a stream is (producer, aggregate type, id). */
export function streamOf(event: Pick<BusEvent, 'producer' | 'aggregateType' | 'aggregateId'>): string {
  return `${event.producer}/${event.aggregateType}/${event.aggregateId}`;
}

/** Serialises handling, parking and replay of a stream by this service, in all its processes. */
export async function lockStream(transaction: Transaction<KernelTables>, stream: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ${stream}, 0))`.execute(transaction);
}

export async function isStreamParked(transaction: Transaction<KernelTables>, stream: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('parked_events')
    .select('position')
    .where('stream', '=', stream)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The one that holds up those behind it. */
export function firstOf(transaction: Transaction<KernelTables>, stream: string): Promise<ParkedRow | undefined> {
  return transaction
    .selectFrom('parked_events')
    .selectAll()
    .where('stream', '=', stream)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
}

/** `tried`: its handling failed, so that the attempts are its own. */
export async function insertParked(
  transaction: Transaction<KernelTables>,
  event: BusEvent,
  { reason, tried }: { reason: string; tried: boolean },
): Promise<void> {
  const { payload, ...envelope } = event;
  const counted = await transaction
    .deleteFrom('inbox_attempts')
    .where('event_id', '=', event.eventId)
    .returningAll()
    .executeTakeFirst();
  await transaction
    .insertInto('parked_events')
    .values({
      stream: streamOf(event),
      event_id: event.eventId,
      type: event.type,
      version: event.version,
      envelope: JSON.stringify(envelope),
      payload,
      reason: shortened(reason),
      ...(tried && counted
        ? { attempts: counted.attempts, first_attempt_at: counted.first_at, last_attempt_at: counted.last_at }
        : {}),
    })
    .execute();
}

export function shortened(reason: string): string {
  return reason.slice(0, 2000);
}

export function parkedEvent({ envelope, payload }: ParkedRow): BusEvent {
  return { ...(envelope as unknown as Omit<BusEvent, 'payload'>), payload };
}
