import type { BusEvent, Database, EventBus } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Log } from '../log/log.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import { type Lease, LeaseHolder } from '../store/lease.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { crashPoint } from '../testing/crash-points.ts';

const BATCH = 500;
const LEASE_MS = 10_000;
const CLEAN_EVERY_MS = 600_000;
const KEEP_PUBLISHED = sql`interval '1 day'`;

type OutboxRow = Selectable<KernelTables['outbox']>;

/**
 * Carries a service's outbox to the bus: unpublished rows in their order, one batch in flight, by the one process that
 * holds the lease. Where the bus lives in the same database, append and marking commit together. A process that has
 * written wakes its own relay; the lease is given back with each empty outbox, so that it finds it free.
 */
export function startRelay(options: {
  producer: string;
  database: Database<KernelTables>;
  bus: EventBus;
  metrics: Metrics;
  log: Log;
}): Loop {
  const { producer, database, bus, metrics, log } = options;
  const lease = new LeaseHolder({ database, name: 'outbox-relay', durationMs: LEASE_MS });
  let cleanedAt = 0;

  const clean = async () => {
    if (Date.now() - cleanedAt < CLEAN_EVERY_MS) return;
    cleanedAt = Date.now();
    await database.query
      .deleteFrom('outbox')
      .where('published_at', '<', sql<Date>`now() - ${KEEP_PUBLISHED}`)
      .execute();
  };

  const run = async (signal: AbortSignal) => {
    const held = await lease.acquire();
    // Whoever holds it may have looked before our rows were there.
    if (!held) return false;
    const rows = await unpublished(database);
    metrics.outboxPending.set(
      { service: producer },
      rows.length < BATCH ? rows.length : await countUnpublished(database),
    );
    if (rows.length > 0) await publish(rows, held, signal);
    if (rows.length === BATCH) return true;
    metrics.outboxPending.set({ service: producer }, 0);
    await clean();
    await lease.release();
    return 'quiet' as const;
  };

  const publish = async (rows: OutboxRow[], held: Lease, signal: AbortSignal) => {
    const events = rows.map((row) => toBusEvent(producer, row));
    const positions = rows.map((row) => row.position);
    crashPoint('outbox-before-publish');
    const { publishIn } = bus.capabilities;
    if (publishIn) {
      await database.transaction(async (transaction) => {
        await assertFence(transaction, held.token);
        await publishIn(transaction as unknown as Transaction<unknown>, events);
        await markPublished(transaction, positions);
      });
    } else {
      await bus.publish(events, { signal });
      await database.transaction(async (transaction) => {
        await assertFence(transaction, held.token);
        await markPublished(transaction, positions);
      });
    }
    crashPoint('outbox-after-publish');
  };

  const loop = startLoop({ name: `${producer} outbox relay`, log, idleMs: 250, run });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await lease.release();
    },
  };
}

function unpublished(database: Database<KernelTables>) {
  return database.query
    .selectFrom('outbox')
    .selectAll()
    .where('published_at', 'is', null)
    .orderBy('position')
    .limit(BATCH)
    .execute();
}

async function countUnpublished(database: Database<KernelTables>): Promise<number> {
  const { count } = await database.query
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('published_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A relay that was paused while another took over must not mark anything. */
async function assertFence(transaction: Transaction<KernelTables>, token: number): Promise<void> {
  const row = await transaction
    .selectFrom('leases')
    .select('token')
    .where('name', '=', 'outbox-relay')
    .forUpdate()
    .executeTakeFirst();
  if (Number(row?.token) !== token) throw new Error('The outbox relay has lost its lease.');
}

async function markPublished(transaction: Transaction<KernelTables>, positions: number[]): Promise<void> {
  await transaction
    .updateTable('outbox')
    .set({ published_at: sql<Date>`now()` })
    .where('position', 'in', positions)
    .execute();
}

function toBusEvent(producer: string, row: OutboxRow): BusEvent {
  return {
    eventId: row.event_id,
    type: row.type,
    version: row.version,
    producer,
    key: row.key,
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    aggregateVersion: Number(row.aggregate_version),
    occurredAt: row.occurred_at.toISOString(),
    traceparent: row.traceparent,
    payload: row.payload,
  };
}
