import { fromBinary } from '@bufbuild/protobuf';
import { type BusEvent, type Database, DatabaseUnavailable, EventBusUnavailable } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/log.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { withRemoteSpan } from '../telemetry/tracing.ts';
import { type Consumer, PermanentFailure } from './define-consumer.ts';

const MAX_ATTEMPTS = 5;

export interface InboxOptions {
  service: string;
  consumers: readonly Consumer<unknown>[];
  context: () => unknown;
  database: Database<KernelTables>;
  metrics: Metrics;
  log: Log;
}

/**
 * Applies events once each, in the order of their streams. What fails for good is parked with all later events of its
 * stream; unavailability never counts as a failure. One advisory transaction lock per consumer and stream serialises
 * handling, parking and replay.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #byType: Map<string, Consumer<unknown>>;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#byType = new Map(options.consumers.map((consumer) => [consumer.event.typeName, consumer]));
  }

  /** Rejects when the bus should deliver the batch again. */
  async handle(events: BusEvent[]): Promise<void> {
    const heard = events.filter((event) => this.#byType.has(event.type));
    if (heard.length === 0) return;
    const attempts = await this.#recordAttempts(heard);
    for (const event of heard) await this.#handleOne(event, attempts.get(event.eventId));
  }

  /** Attempts are committed before handling, so that an event that kills the process is counted too. */
  async #recordAttempts(events: BusEvent[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ event_id: string; attempts: number }>`
      insert into inbox_attempts (event_id, attempts)
      select id, 1 from unnest(${events.map((event) => event.eventId)}::uuid[]) as id
      where not exists (select from inbox where inbox.event_id = id)
      group by id
      on conflict (event_id) do update set attempts = inbox_attempts.attempts + 1
      returning event_id, attempts`.execute(this.#options.database.query);
    return new Map(rows.map((row) => [row.event_id, row.attempts]));
  }

  async #handleOne(event: BusEvent, attempts: number | undefined): Promise<void> {
    if (attempts === undefined) return;
    const { service, metrics, log } = this.#options;
    const count = (outcome: string) => metrics.eventsHandled.inc({ service, type: event.type, outcome });
    try {
      if (attempts > MAX_ATTEMPTS) {
        await this.#park(event, `handling it ended the process or failed ${MAX_ATTEMPTS} times`);
        count('parked');
        return;
      }
      count(await this.#apply(event));
    } catch (error) {
      if (isUnavailability(error)) {
        await this.#forgetAttempt(event);
        throw error;
      }
      if (!(error instanceof PermanentFailure) && attempts < MAX_ATTEMPTS) {
        log.warn(
          { err: error, event: event.type, eventId: event.eventId, attempts },
          'an event could not be handled and is tried again',
        );
        throw error;
      }
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      log.error(
        { err: error, event: event.type, eventId: event.eventId },
        'an event was parked with all later ones of its stream',
      );
      await this.#park(event, reason);
      count('parked');
    }
  }

  async #apply(event: BusEvent): Promise<'handled' | 'repeated' | 'parked'> {
    const consumer = this.#byType.get(event.type);
    if (!consumer) return 'repeated';
    if (!consumer.versions.includes(event.version)) {
      await this.#park(event, `version ${event.version} of ${event.type} is not known to this release`);
      return 'parked';
    }
    const { database } = this.#options;
    if (await this.#isSettled(database.query, event)) return 'repeated';
    const { payload, ...envelope } = event;
    const received = { message: fromBinary(consumer.event, payload) as never, envelope };
    const context = this.#options.context();
    const outcome = await withRemoteSpan(`consume ${event.type}`, event.traceparent, async () => {
      const prepared = await consumer.prepare(context, received);
      return database.transaction(async (transaction) => {
        await lockStream(transaction, event);
        if (await this.#isSettled(transaction, event)) return 'repeated' as const;
        if (await isStreamParked(transaction, event)) {
          await insertParked(transaction, event, 'an earlier event of its stream is parked');
          return 'parked' as const;
        }
        await consumer.apply(context, transaction as never, received, prepared as never);
        await transaction.insertInto('inbox').values({ event_id: event.eventId }).execute();
        await transaction.deleteFrom('inbox_attempts').where('event_id', '=', event.eventId).execute();
        return 'handled' as const;
      });
    });
    if (outcome === 'handled') consumer.afterCommit(context, received);
    return outcome;
  }

  async #isSettled(
    query: Database<KernelTables>['query'] | Transaction<KernelTables>,
    event: BusEvent,
  ): Promise<boolean> {
    const { rows } = await sql`
      select from inbox where event_id = ${event.eventId}
      union all select from parked_events where event_id = ${event.eventId} limit 1`.execute(query);
    return rows.length > 0;
  }

  async #park(event: BusEvent, reason: string): Promise<void> {
    await this.#options.database.transaction(async (transaction) => {
      await lockStream(transaction, event);
      if (!(await this.#isSettled(transaction, event))) await insertParked(transaction, event, reason);
    });
  }

  async #forgetAttempt(event: BusEvent): Promise<void> {
    await this.#options.database.query
      .updateTable('inbox_attempts')
      .set({ attempts: sql<number>`greatest(attempts - 1, 0)` })
      .where('event_id', '=', event.eventId)
      .execute();
  }

  /** Applies a parked stream in its order and stops at the first event that still fails. */
  async replay(stream: string): Promise<{ applied: number; left: number }> {
    let applied = 0;
    const { database } = this.#options;
    for (;;) {
      const row = await database.query
        .selectFrom('parked_events')
        .selectAll()
        .where('stream', '=', stream)
        .orderBy('position')
        .limit(1)
        .executeTakeFirst();
      if (!row) return { applied, left: 0 };
      const event: BusEvent = { ...(row.envelope as unknown as Omit<BusEvent, 'payload'>), payload: row.payload };
      const consumer = this.#byType.get(event.type);
      if (!consumer?.versions.includes(event.version)) break;
      const { payload, ...envelope } = event;
      const received = { message: fromBinary(consumer.event, payload) as never, envelope };
      const context = this.#options.context();
      const prepared = await consumer.prepare(context, received);
      await database.transaction(async (transaction) => {
        await lockStream(transaction, event);
        await consumer.apply(context, transaction as never, received, prepared as never);
        await transaction.insertInto('inbox').values({ event_id: event.eventId }).execute();
        await transaction.deleteFrom('inbox_attempts').where('event_id', '=', event.eventId).execute();
        await transaction.deleteFrom('parked_events').where('event_id', '=', event.eventId).execute();
      });
      consumer.afterCommit(context, received);
      applied++;
    }
    const { left } = await database.query
      .selectFrom('parked_events')
      .select((eb) => eb.fn.countAll<number>().as('left'))
      .where('stream', '=', stream)
      .executeTakeFirstOrThrow();
    return { applied, left: Number(left) };
  }
}

/** CONTRACTS.md: a stream is (producer, aggregate type, id). */
export function streamOf(event: Pick<BusEvent, 'producer' | 'aggregateType' | 'aggregateId'>): string {
  return `${event.producer}/${event.aggregateType}/${event.aggregateId}`;
}

async function lockStream(transaction: Transaction<KernelTables>, event: BusEvent): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ${streamOf(event)}, 0))`.execute(
    transaction,
  );
}

async function isStreamParked(transaction: Transaction<KernelTables>, event: BusEvent): Promise<boolean> {
  const row = await transaction
    .selectFrom('parked_events')
    .select('position')
    .where('stream', '=', streamOf(event))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function insertParked(transaction: Transaction<KernelTables>, event: BusEvent, reason: string): Promise<void> {
  const { payload, ...envelope } = event;
  await transaction
    .insertInto('parked_events')
    .values({
      stream: streamOf(event),
      event_id: event.eventId,
      type: event.type,
      version: event.version,
      envelope: JSON.stringify(envelope),
      payload,
      reason: reason.slice(0, 2000),
    })
    .execute();
  await transaction.deleteFrom('inbox_attempts').where('event_id', '=', event.eventId).execute();
}

function isUnavailability(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof EventBusUnavailable) return true;
  return error instanceof AppError && (error.kind === 'unavailable' || error.kind === 'storage_full');
}
