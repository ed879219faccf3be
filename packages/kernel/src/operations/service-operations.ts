import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  GetHealthResponseSchema,
  ListParkedEventsResponseSchema,
} from '@kinora/contracts/kinora/operations/v1/operations_pb.ts';
import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import type { Engines } from '../app/start-app.ts';
import { tellAct } from '../audit/acts.ts';
import { kernelErrors } from '../errors/app-error.ts';
import type { Outbox } from '../events/outbox.ts';
import { lockStream } from '../events/parked-stream.ts';
import type { KernelTables } from '../store/kernel-tables.ts';

const MOST_LISTED = 200;

export interface ServiceOperationsOptions {
  service: string;
  version: string;
  startedAtMs: number;
  engines: Pick<Engines, 'bus' | 'blobs'>;
  /** None where the service has no data. */
  database: Database<KernelTables> | undefined;
  outbox: Outbox;
  /** Has parked events looked at that somebody asked for. */
  wakeReplays(): void;
}

/** What an operator may know of a service and do with it, from its own process. */
export class ServiceOperations {
  readonly #options: ServiceOperationsOptions;

  constructor(options: ServiceOperationsOptions) {
    this.#options = options;
  }

  async health(): Promise<MessageInitShape<typeof GetHealthResponseSchema>> {
    const { database, engines, version, startedAtMs } = this.#options;
    const [bus, blobs, isAnswering] = await Promise.all([
      engines.bus.isReady(),
      engines.blobs.isReady(),
      database?.isReady(),
    ]);
    const checks = { ...(isAnswering === undefined ? {} : { database: isAnswering }), bus, blobs };
    const known = { version, startedAtMs: BigInt(startedAtMs), checks };
    return database && isAnswering ? { ...known, ...(await countEvents(database)) } : known;
  }

  async listParked(): Promise<MessageInitShape<typeof ListParkedEventsResponseSchema>> {
    const { database } = this.#options;
    if (!database) return {};
    const { rows } = await sql<ListedRow>`
      select event_id, type, envelope->>'key' as key, envelope->>'producer' as producer, stream, attempts, reason,
        first_attempt_at, last_attempt_at, parked_at, replay, count(*) over () as total
      from parked_events order by position limit ${MOST_LISTED}`.execute(database.query);
    return {
      total: BigInt(rows[0]?.total ?? 0),
      events: rows.map((row) => ({
        eventId: row.event_id,
        type: row.type,
        producer: row.producer,
        key: row.key,
        stream: row.stream,
        reason: row.reason,
        attempts: row.attempts,
        parkedAtMs: BigInt(row.parked_at.getTime()),
        firstFailureMs: toMs(row.first_attempt_at),
        lastFailureMs: toMs(row.last_attempt_at),
        isReplaying: row.replay !== null,
      })),
    };
  }

  /** Order holds: the whole stream of the event is applied again, from its first one on. */
  async replay(eventId: string, actor: { accountId: string; address: string }): Promise<void> {
    const { database, outbox, service, wakeReplays } = this.#options;
    const event = await database?.query
      .selectFrom('parked_events')
      .select(['stream', 'type'])
      .where('event_id', '=', eventId)
      .executeTakeFirst();
    if (!database || !event) throw kernelErrors.event_not_parked();
    await database.transaction(async (transaction) => {
      await lockStream(transaction, event.stream);
      const { rows } = await sql`
        update parked_events set replay = 'asked'
        where position = (select min(position) from parked_events where stream = ${event.stream})
        returning position`.execute(transaction);
      if (rows.length === 0) throw kernelErrors.event_not_parked();
      await tellAct(outbox, transaction, actor, {
        act: 'events.replayed',
        subject: { id: eventId, name: `${service}: ${event.type.split('.').at(-1)}` },
        after: { stream: event.stream },
      });
    });
    wakeReplays();
  }
}

interface ListedRow {
  event_id: string;
  type: string;
  key: string;
  producer: string;
  stream: string;
  attempts: number;
  reason: string;
  first_attempt_at: Date | null;
  last_attempt_at: Date | null;
  parked_at: Date;
  replay: string | null;
  total: string;
}

async function countEvents(database: Database<KernelTables>) {
  const { rows } = await sql<{ unsent: string; oldest: Date | null; parked: string }>`
    select count(*) as unsent, min(occurred_at) as oldest, (select count(*) from parked_events) as parked
    from outbox where published_at is null`.execute(database.query);
  const [counted] = rows;
  return {
    unsentEvents: BigInt(counted?.unsent ?? 0),
    oldestUnsentMs: toMs(counted?.oldest ?? null),
    parkedEvents: BigInt(counted?.parked ?? 0),
  };
}

function toMs(at: Date | null): bigint | undefined {
  return at === null ? undefined : BigInt(at.getTime());
}
