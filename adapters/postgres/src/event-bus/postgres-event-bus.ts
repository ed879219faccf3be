import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  afterCommit,
  assertOutsideTransaction,
  type BusEvent,
  type EventBus,
  type EventBusCapabilities,
  EventBusUnavailable,
  type SubscribeOptions,
  type Subscription,
} from '@kinora/ports';
import { CompiledQuery, type Transaction } from 'kysely';
import pg from 'pg';
import { withConnection } from '../connect.ts';
import { typeParsers } from '../connection-settings.ts';
import { isUnavailability, portError } from '../errors.ts';
import { APPEND_SQL, appendParameters } from './bus-event.ts';
import { cleanUp } from './bus-retention.ts';
import { ensureBusSchema } from './bus-schema.ts';
import { BusSignal } from './bus-signal.ts';
import { ConsumerGroup, type GroupHost, type Lease } from './consumer-group.ts';
import { EventReader } from './event-reader.ts';
import { BEAT_MS, beat, LEASE_MS, release } from './leases.ts';

const CLEAN_UP_EVERY_MS = 60 * 60 * 1000;
/** A beat that is older than this may have been overtaken: a little less than the lease for the way there. */
const HOLDS_MS = LEASE_MS - 300;

export interface PostgresEventBusOptions {
  /** Direct, never through a transaction pooler, with the right to make the schema `kinora`. */
  url: string;
  applicationName?: string;
  /** Only what the first process to start says counts. Default 8. */
  partitions?: number;
  /** Default 7. */
  retentionDays?: number;
  /** What goes wrong outside a subscription: a beat that fails, a clean-up. It is tried again by itself. */
  onError?: (error: unknown) => void;
}

/** The durable log inside the services' own database. */
export function createPostgresEventBus(options: PostgresEventBusOptions): EventBus {
  return new PostgresEventBus(options);
}

class PostgresEventBus implements EventBus, GroupHost {
  readonly capabilities: EventBusCapabilities;
  readonly reader: EventReader;
  readonly #options: Required<Omit<PostgresEventBusOptions, 'onError'>> & Pick<PostgresEventBusOptions, 'onError'>;
  readonly #consumer = randomUUID();
  readonly #groups = new Map<string, ConsumerGroup>();
  readonly #signal: BusSignal;
  /** Commits are on disk: what was published stays. */
  readonly #durable: pg.Pool;
  /** Reads and acknowledgements: one that is lost in a crash is a redelivery. */
  readonly #relaxed: pg.Pool;
  readonly #closed = new AbortController();
  #partitions: Promise<number> | undefined;
  #heads: number[] = [];
  #lastBeatAt = 0;
  #beating: Promise<void> | undefined;
  #beatAgain = false;
  #polling: Promise<void> | undefined;
  #pollAgain = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: PostgresEventBusOptions) {
    this.#options = { applicationName: 'kinora', partitions: 8, retentionDays: 7, ...options };
    this.#durable = this.#pool(2, '');
    this.#relaxed = this.#pool(4, '-c synchronous_commit=off');
    this.reader = new EventReader(this.#relaxed);
    this.#signal = new BusSignal({
      url: this.#options.url,
      applicationName: this.#options.applicationName,
      onWake: (kind) => void (kind === 'members' ? this.#beat() : this.#poll()),
    });
    this.capabilities = {
      replay: true,
      retentionDays: this.#options.retentionDays,
      publishIn: (transaction, events) => this.#publishIn(transaction, events),
    };
  }

  async publish(events: BusEvent[], options: { signal?: AbortSignal } = {}): Promise<void> {
    assertOutsideTransaction('Publishing');
    options.signal?.throwIfAborted();
    if (events.length === 0) return;
    try {
      const partitions = await this.#ready();
      await this.#durable.query(APPEND_SQL, appendParameters(events, partitions));
    } catch (error) {
      throw isUnavailability(portCause(error)) ? new EventBusUnavailable(error) : error;
    }
    this.#wake();
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    if (this.#groups.has(options.group)) throw new Error(`This process has subscribed to ${options.group} already.`);
    try {
      await this.#ready();
      await this.#durable.query(
        `insert into kinora.bus_position (group_name, partition, next)
         select $1, p.id, case when $2 then coalesce(
           (select min(e."offset") from kinora.bus_event e where e.partition = p.id), p.next) else p.next end
         from kinora.bus_partition p on conflict do nothing`,
        [options.group, options.from === 'earliest'],
      );
    } catch (error) {
      throw isUnavailability(portCause(error)) ? new EventBusUnavailable(error) : error;
    }
    const group = new ConsumerGroup(options, this);
    this.#groups.set(options.group, group);
    this.#startTimers();
    await this.#beat();
    this.#signal.notify('members');
    return {
      lag: () => this.#lag(options.group),
      stop: () => this.#stop(group),
    };
  }

  async isReady(): Promise<boolean> {
    const timer = new AbortController();
    const late = delay(2000, false, { signal: timer.signal }).catch(() => false);
    const asked = this.#ready()
      .then(() => this.#relaxed.query('select 1'))
      .then(
        () => true,
        () => false,
      );
    const answer = await Promise.race([asked, late]);
    timer.abort();
    return answer;
  }

  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    await Promise.all([...this.#groups.values()].map((group) => this.#stop(group)));
    this.#closed.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#beating;
    await this.#polling;
    await this.#forgetConsumer();
    await Promise.all([this.#signal.close(), this.#durable.end(), this.#relaxed.end()]);
  }

  head(partition: number): number {
    return this.#heads[partition] ?? 0;
  }

  holdsLeases(): boolean {
    return performance.now() - this.#lastBeatAt < HOLDS_MS;
  }

  async acknowledge(group: string, lease: Lease, next: number): Promise<boolean> {
    const { rowCount } = await this.#relaxed.query({
      name: 'kinora_bus_acknowledge',
      text: `update kinora.bus_position set next = $5
             where group_name = $1 and partition = $2 and consumer = $3 and fence = $4`,
      values: [group, lease.partition, this.#consumer, lease.fence, next],
    });
    return rowCount === 1;
  }

  async #publishIn(transaction: Transaction<unknown>, events: BusEvent[]): Promise<void> {
    if (events.length === 0) return;
    const partitions = await this.#ready();
    await transaction.executeQuery(CompiledQuery.raw(APPEND_SQL, appendParameters(events, partitions)));
    if (afterCommit(transaction, () => this.#wake())) return;
    // Not a transaction of ours: its commit is not known, so a wake-up is sent when it has probably been made.
    for (const waitMs of [5, 50]) setTimeout(() => this.#wake(), waitMs).unref();
  }

  #ready(): Promise<number> {
    if (this.#closed.signal.aborted) return Promise.reject(new EventBusUnavailable(new Error('The bus is closed.')));
    if (!this.#partitions) {
      const { url, applicationName, partitions } = this.#options;
      const made = withConnection(url, `${applicationName} bus`, (client) => ensureBusSchema(client, partitions));
      this.#partitions = made;
      made.catch(() => {
        this.#partitions = undefined;
      });
    }
    return this.#partitions;
  }

  #startTimers(): void {
    if (this.#timers.length > 0) return;
    this.#timers = [
      setInterval(() => void this.#beat(), BEAT_MS),
      setInterval(() => void this.#cleanUp(), CLEAN_UP_EVERY_MS),
    ];
    void this.#cleanUp();
  }

  #wake(): void {
    if (this.#closed.signal.aborted) return;
    if (this.#groups.size > 0) void this.#poll();
    this.#signal.notify('events');
  }

  /** New heads only; several wake-ups at once are one question, and one more when it was asked too early. */
  #poll(): Promise<void> {
    this.#pollAgain = true;
    this.#polling ??= this.#runPolls().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #runPolls(): Promise<void> {
    while (this.#pollAgain && !this.#closed.signal.aborted && this.#groups.size > 0) {
      this.#pollAgain = false;
      try {
        const { rows } = await this.#relaxed.query<{ next: number }>({
          name: 'kinora_bus_heads',
          text: 'select next from kinora.bus_partition order by id',
        });
        this.#advance(rows.map((row) => row.next));
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
  }

  #beat(): Promise<void> {
    this.#beatAgain = true;
    this.#beating ??= this.#runBeats().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  async #runBeats(): Promise<void> {
    while (this.#beatAgain && !this.#closed.signal.aborted) {
      this.#beatAgain = false;
      try {
        await this.#signal.use(async (client) => {
          const groups = [...this.#groups.values()].filter((group) => !group.stopping);
          const startedAt = performance.now();
          const heads = await beat(client, this.#consumer, groups);
          this.#lastBeatAt = startedAt;
          this.#advance(heads);
        });
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
  }

  #advance(heads: number[]): void {
    // Two answers may overtake each other; offsets only grow.
    this.#heads = heads.map((head, partition) => Math.max(head, this.#heads[partition] ?? 0));
    for (const group of this.#groups.values()) for (const partition of group.leases.keys()) group.pump(partition);
  }

  async #stop(group: ConsumerGroup): Promise<void> {
    if (!this.#groups.has(group.name)) return;
    await group.stop();
    await this.#beating;
    this.#groups.delete(group.name);
    try {
      await this.#signal.use((client) => release(client, this.#consumer, group, [...group.leases.values()]));
      await this.#beat();
      this.#signal.notify('members');
    } catch (error) {
      // The leases run out by themselves.
      this.#options.onError?.(error);
    }
  }

  async #lag(group: string): Promise<number> {
    const { rows } = await this.#relaxed.query<{ lag: number }>(
      `select coalesce(sum(h.next - p.next), 0)::bigint as lag
       from kinora.bus_position p join kinora.bus_partition h on h.id = p.partition where p.group_name = $1`,
      [group],
    );
    return rows[0]?.lag ?? 0;
  }

  async #cleanUp(): Promise<void> {
    try {
      await cleanUp(this.#relaxed, { retentionDays: this.#options.retentionDays, signal: this.#closed.signal });
    } catch (error) {
      if (!this.#closed.signal.aborted) this.#options.onError?.(error);
    }
  }

  async #forgetConsumer(): Promise<void> {
    if (this.#timers.length === 0) return;
    try {
      await this.#relaxed.query('delete from kinora.bus_consumer where id = $1', [this.#consumer]);
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  #pool(max: number, options: string): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.#options.url,
      application_name: `${this.#options.applicationName} bus`,
      max,
      idleTimeoutMillis: 10_000,
      // One that lives for long keeps all that it has touched while there was much to do: 20 MB after a busy minute.
      maxLifetimeSeconds: 30,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // Later than the server's own limit: this is for a network that swallows the answer.
      query_timeout: 35_000,
      types: typeParsers,
      options: `-c statement_timeout=30s -c lock_timeout=10s ${options}`,
    });
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  }
}

/** `ensureBusSchema` answers with the port's error for databases, which has the driver's as its cause. */
function portCause(error: unknown): unknown {
  return error instanceof Error && portError(error) === error && error.name === 'DatabaseUnavailable'
    ? error.cause
    : error;
}
