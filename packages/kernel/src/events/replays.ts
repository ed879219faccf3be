import { sql, type Transaction } from 'kysely';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import { withSpan } from '../telemetry/tracing.ts';
import { type Consumer, receive, whyUnknown } from './define-consumer.ts';
import { failureOf, type InboxOptions, isUnavailability, spanOf } from './inbox.ts';
import { firstOf, lockStream, type ParkedRow, parkedEvent, shortened } from './parked-stream.ts';

const LOOK_MS = 1000;

/**
 * Applies parked streams in their order, each event once, up to the first that still fails. Who wants a replay marks the
 * first event of a stream in the service's own schema: an operator's command has no way to reach a service's process.
 */
export class Replays {
  readonly #options: InboxOptions;
  readonly #byType: Map<string, Consumer<unknown>>;
  /** Something that it needs went away in the middle. */
  #interrupted: ParkedRow | undefined;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#byType = new Map(options.consumers.map((consumer) => [consumer.event.typeName, consumer]));
  }

  /** What an earlier release did not know is tried by itself: the first of a stream that nobody has tried yet. */
  async askForUntried(): Promise<void> {
    await sql`
      update parked_events as parked set replay = 'asked'
      where replay is null and attempts = 0 and type = any(${[...this.#byType.keys()]}::text[])
        and not exists (select from parked_events as earlier
          where earlier.stream = parked.stream and earlier.position < parked.position)`.execute(
      this.#options.database.query,
    );
  }

  /**
   * Replays one stream for which somebody has asked; false when there is none, 'quiet' when nothing is parked that
   * somebody could ask for.
   */
  async next(): Promise<boolean | 'quiet'> {
    const { database, metrics, service, log } = this.#options;
    await this.#resume();
    const { rows } = await sql<{ parked: number; stream: string | null }>`
      select count(*)::int as parked,
        (select stream from parked_events where replay = 'asked' order by position limit 1) as stream
      from parked_events`.execute(database.query);
    const [{ parked, stream } = { parked: 0, stream: null }] = rows;
    metrics.parkedEvents.set({ service }, parked);
    if (parked === 0) return 'quiet';
    if (stream === null) return false;
    const applied = await this.#replay(stream);
    log.info({ stream, applied }, 'parked events were replayed');
    return true;
  }

  async #replay(stream: string): Promise<number> {
    let applied = 0;
    const asked = await this.#options.database.transaction(async (transaction) => {
      await lockStream(transaction, stream);
      const first = await firstOf(transaction, stream);
      // Two processes may have found the same stream: it is the first one's.
      return first?.replay === 'asked' ? this.#begin(transaction, first) : undefined;
    });
    for (let row = asked; row; applied++) {
      const current: ParkedRow = row;
      try {
        row = await this.#apply(current);
      } catch (error) {
        await this.#giveBack(current, error);
        break;
      }
    }
    return applied;
  }

  /** Counted before it is handled: an event that kills the process is not tried again until somebody asks again. */
  async #begin(transaction: Transaction<KernelTables>, row: ParkedRow): Promise<ParkedRow | undefined> {
    const unknown = whyUnknown(this.#byType.get(row.type), row);
    const change = unknown
      ? { replay: null, reason: unknown }
      : {
          replay: 'running' as const,
          attempts: row.attempts + 1,
          first_attempt_at: row.first_attempt_at ?? sql<Date>`now()`,
          last_attempt_at: sql<Date>`now()`,
        };
    await transaction.updateTable('parked_events').set(change).where('position', '=', row.position).execute();
    return unknown ? undefined : row;
  }

  /** The effect, the inbox row and the end of being parked are one transaction; answers what comes behind it. */
  async #apply(row: ParkedRow): Promise<ParkedRow | undefined> {
    const { service, metrics, database } = this.#options;
    const event = parkedEvent(row);
    const consumer = this.#byType.get(event.type);
    if (!consumer) throw new Error(`${service} does not listen to ${event.type}.`);
    const received = receive(consumer, event);
    const context = this.#options.context();
    const { next, isOurs } = await withSpan(spanOf('replay', service, event), async () => {
      const prepared = await consumer.prepare(context, received);
      return database.transaction(async (transaction) => {
        await lockStream(transaction, row.stream);
        const parked = await transaction
          .deleteFrom('parked_events')
          .where('position', '=', row.position)
          .executeTakeFirst();
        // Asked for again while it ran, and another process was faster.
        if (parked.numDeletedRows === 0n) return { next: undefined, isOurs: false };
        await consumer.apply(context, transaction as never, received, prepared as never);
        await transaction.insertInto('inbox').values({ event_id: event.eventId }).execute();
        const behind = await firstOf(transaction, row.stream);
        return { next: behind && (await this.#begin(transaction, behind)), isOurs: true };
      });
    });
    if (isOurs) {
      consumer.afterCommit(context, received);
      metrics.eventsHandled.inc({ service, type: event.type, outcome: 'replayed' });
    }
    return next;
  }

  /** Unavailability is no failure: the stream is asked for again. */
  async #giveBack(row: ParkedRow, error: unknown): Promise<void> {
    const { database, log } = this.#options;
    if (isUnavailability(error)) {
      this.#interrupted = row;
      throw error;
    }
    await database.query
      .updateTable('parked_events')
      .set({ replay: null, reason: shortened(failureOf(error)) })
      .where('position', '=', row.position)
      .execute();
    log.error({ err: error, event: row.type, eventId: row.event_id }, 'a parked event still fails');
  }

  async #resume(): Promise<void> {
    const row = this.#interrupted;
    if (!row) return;
    const { attempts, first_attempt_at, last_attempt_at } = row;
    await this.#options.database.query
      .updateTable('parked_events')
      .set({ replay: 'asked', attempts, first_attempt_at, last_attempt_at })
      .where('position', '=', row.position)
      .where('replay', '=', 'running')
      .execute();
    this.#interrupted = undefined;
  }
}

export function startReplays(options: InboxOptions): Loop {
  const replays = new Replays(options);
  let askedForUntried = false;
  return startLoop({
    name: `${options.service} replays`,
    log: options.log,
    idleMs: LOOK_MS,
    run: async () => {
      if (!askedForUntried) await replays.askForUntried();
      askedForUntried = true;
      return replays.next();
    },
  });
}
