import { type BusEvent, type Database, DatabaseUnavailable, EventBusUnavailable } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/log.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { withSpan } from '../telemetry/tracing.ts';
import { type Consumer, PermanentFailure, receive, whyUnknown } from './define-consumer.ts';
import { insertParked, isStreamParked, lockStream, streamOf } from './parked-stream.ts';

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
  readonly #options: InboxOptions & { onParked: () => void };
  readonly #byType: Map<string, Consumer<unknown>>;

  /** `onParked` hears of each event that can be asked for from now on. */
  constructor(options: InboxOptions & { onParked: () => void }) {
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
        and not exists (select from parked_events where parked_events.event_id = id)
      group by id
      on conflict (event_id) do update set attempts = inbox_attempts.attempts + 1, last_at = now()
      returning event_id, attempts`.execute(this.#options.database.query);
    return new Map(rows.map((row) => [row.event_id, row.attempts]));
  }

  async #handleOne(event: BusEvent, attempts: number | undefined): Promise<void> {
    if (attempts === undefined) return;
    const { service, metrics, log, onParked } = this.#options;
    const conclude = (outcome: string) => {
      metrics.eventsHandled.inc({ service, type: event.type, outcome });
      if (outcome === 'parked') onParked();
    };
    try {
      if (attempts > MAX_ATTEMPTS) {
        await this.#park(event, {
          reason: `handling it ended the process or failed ${MAX_ATTEMPTS} times`,
          tried: true,
        });
        conclude('parked');
        return;
      }
      conclude(await this.#apply(event));
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
      log.error(
        { err: error, event: event.type, eventId: event.eventId },
        'an event was parked with all later ones of its stream',
      );
      await this.#park(event, { reason: failureOf(error), tried: true });
      conclude('parked');
    }
  }

  async #apply(event: BusEvent): Promise<'handled' | 'repeated' | 'parked'> {
    const consumer = this.#byType.get(event.type);
    if (!consumer) return 'repeated';
    const unknown = whyUnknown(consumer, event);
    if (unknown) {
      await this.#park(event, { reason: unknown, tried: false });
      return 'parked';
    }
    const { database } = this.#options;
    if (await this.#isSettled(database.query, event)) return 'repeated';
    const received = receive(consumer, event);
    const context = this.#options.context();
    const outcome = await withSpan(spanOf('consume', this.#options.service, event), async () => {
      const prepared = await consumer.prepare(context, received);
      return database.transaction(async (transaction) => {
        await lockStream(transaction, streamOf(event));
        if (await this.#isSettled(transaction, event)) return 'repeated' as const;
        if (await isStreamParked(transaction, streamOf(event))) {
          await insertParked(transaction, event, { reason: 'an earlier event of its stream is parked', tried: false });
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

  async #park(event: BusEvent, why: { reason: string; tried: boolean }): Promise<void> {
    await this.#options.database.transaction(async (transaction) => {
      await lockStream(transaction, streamOf(event));
      if (!(await this.#isSettled(transaction, event))) await insertParked(transaction, event, why);
    });
  }

  async #forgetAttempt(event: BusEvent): Promise<void> {
    await this.#options.database.query
      .updateTable('inbox_attempts')
      .set({ attempts: sql<number>`greatest(attempts - 1, 0)` })
      .where('event_id', '=', event.eventId)
      .execute();
  }
}

/** In the trace of what the event tells of. */
export function spanOf(verb: 'consume' | 'replay', service: string, event: BusEvent) {
  return {
    service,
    name: `${verb} ${event.type}`,
    kind: 'event' as const,
    traceparent: event.traceparent,
    attributes: { 'messaging.message.id': event.eventId, 'messaging.destination.name': event.type },
  };
}

/** For the operator who looks at what is parked. */
export function failureOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

export function isUnavailability(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof EventBusUnavailable) return true;
  return error instanceof AppError && (error.kind === 'unavailable' || error.kind === 'storage_full');
}
