import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { runInTransactionScope, SlowCallInTransaction } from '../database/transaction-scope.ts';
import { type BusEvent, type EventBus, EventBusUnavailable, MAX_EVENT_BYTES } from '../event-bus/event-bus.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';
import { type PortModule, startPortProcess } from './port-process.ts';

export interface EventBusHarness {
  name: string;
  /** `create` answers one more connection to the same bus, as another process would have. */
  start(): Promise<{
    create(): EventBus;
    /** Makes the same bus in another process. */
    module: PortModule;
    /** For a bus with `publishIn`: a database that it lives in. */
    database?: Database<unknown>;
    faults?: EngineFaults;
    stop(): Promise<void>;
  }>;
}

export function eventBusConformance(harness: EventBusHarness): void {
  describe(`an event bus (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<EventBusHarness['start']>>;
    let bus: EventBus;
    let other: EventBus;
    before(async () => {
      running = await harness.start();
      bus = running.create();
      other = running.create();
    });
    after(async () => {
      await Promise.all([bus.close(), other.close()]);
      await running.stop();
    });

    test('delivers every event to every group, with its envelope as it was', async () => {
      const first = await collect(bus);
      const second = await collect(other);
      const event: BusEvent = {
        ...eventOf('käy/ 1', 1),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        aggregateVersion: Number.MAX_SAFE_INTEGER,
        payload: Uint8Array.from({ length: 256 }, (_, index) => index),
      };
      const large = { ...eventOf('large', 1), payload: new Uint8Array(MAX_EVENT_BYTES).fill(3) };
      await bus.publish([event, large]);
      for (const group of [first, second]) {
        await eventually(() => assert.equal(group.events.length, 2));
        const byKey = (a: BusEvent, b: BusEvent) => (a.key < b.key ? -1 : 1);
        assert.deepEqual([...group.events].sort(byKey).map(plain), [event, large].sort(byKey).map(plain));
        await group.stop();
      }
      await assert.rejects(bus.publish([{ ...large, payload: new Uint8Array(MAX_EVENT_BYTES + 1) }]), RangeError);
    });

    test('a new group starts with what is published after it has subscribed', async () => {
      await bus.publish([eventOf('early', 1)]);
      const group = await collect(other);
      await bus.publish([eventOf('late', 1)]);
      await eventually(() => assert.deepEqual(group.keys(), ['late']));
      await group.stop();
    });

    test('a new group may start with the earliest event that is kept', async (context) => {
      if (!bus.capabilities.replay) return context.skip('this engine keeps nothing that was delivered');
      const events = [eventOf('replayed', 1), eventOf('replayed', 2)];
      await bus.publish(events);
      const group = await collect(other, { from: 'earliest' });
      await eventually(() => assert.deepEqual(group.ids('replayed'), ids(events)));
      await group.stop();
    });

    test('keeps the position of a group while nobody of it is there', async () => {
      const name = randomUUID();
      const before = await collect(bus, { group: name });
      const events = [1, 2, 3, 4].map((version) => eventOf('kept', version));
      await bus.publish(events.slice(0, 2));
      await eventually(() => assert.equal(before.events.length, 2));
      await before.stop();
      await bus.publish(events.slice(2));
      const later = await collect(other, { group: name });
      await eventually(() => assert.deepEqual(later.ids('kept'), ids(events.slice(2))));
      await later.stop();
    });

    test('delivers the events of a key in the order in which they were published, and each key to one of the group', async () => {
      const name = randomUUID();
      const members = [await collect(bus, { group: name }), await collect(other, { group: name })];
      const keys = Array.from({ length: 30 }, (_, index) => `order ${index}`);
      const sent: BusEvent[] = [];
      for (let version = 1; version <= 20; version++) {
        const batch = keys.map((key) => eventOf(key, version));
        sent.push(...batch);
        await bus.publish(batch);
      }
      const all = () => members.flatMap((member) => member.events);
      await eventually(() => assert.equal(new Set(ids(all())).size, sent.length));
      for (const key of keys) {
        // Moving a key between members may repeat events, never reorder those that are new.
        const versions = [...new Set(members.flatMap((member) => member.versions(key)))];
        assert.deepEqual(
          versions,
          Array.from({ length: 20 }, (_, index) => index + 1),
          key,
        );
      }
      await Promise.all(members.map((member) => member.stop()));
    });

    test('delivers the same events again, soon and in order, when the handler rejects', async () => {
      let failures = 3;
      const handed: string[][] = [];
      const group = await collect(bus, {
        handler: (events) => {
          handed.push(ids(events));
          if (failures-- > 0) throw new Error('not now');
        },
      });
      const events = [1, 2, 3].map((version) => eventOf('rejected', version));
      await bus.publish(events);
      await eventually(() => assert.deepEqual(group.ids('rejected'), ids(events)));
      assert.ok(handed.length >= 4 && group.errors.length === 3);
      assert.equal(handed[1]?.[0], events[0]?.eventId, 'the second attempt begins with the first event');
      await group.stop();
    });

    test('goes on with other keys while one is being handled', async () => {
      const hanging = Promise.withResolvers<void>();
      const handed = new Set<string>();
      const group = await collect(bus, {
        handler: async (events) => {
          for (const event of events) handed.add(event.key);
          if (events.some((event) => event.key === 'slow')) await hanging.promise;
        },
      });
      await bus.publish([eventOf('slow', 1)]);
      await eventually(() => assert.ok(handed.has('slow')));
      await bus.publish(Array.from({ length: 64 }, (_, index) => eventOf(`fast ${index}`, 1)));
      // Those that share a partition (or queue) with the slow one wait for it.
      await eventually(() => assert.ok(handed.size > 32, `${handed.size} keys`));
      hanging.resolve();
      await eventually(() => assert.equal(handed.size, 65));
      await group.stop();
    });

    test('hands over at most as many events at once as was asked for', async () => {
      const sizes: number[] = [];
      const group = await collect(bus, { maxBatch: 7, handler: (events) => void sizes.push(events.length) });
      await bus.publish(Array.from({ length: 50 }, (_, index) => eventOf('batch', index + 1)));
      await eventually(() => assert.equal(group.events.length, 50));
      assert.ok(Math.max(...sizes) <= 7, String(sizes));
      await group.stop();
    });

    test('gives the events of a consumer that was killed before it acknowledged to another of its group', async () => {
      const group = randomUUID();
      const killed = startPortProcess('consumer-process.ts', running.module, { group, from: 'latest' });
      await killed.message('subscribed');
      const events = [1, 2].map((version) => eventOf('orphaned', version));
      await bus.publish(events);
      const handled = (await killed.message('handled')) as string[];
      assert.equal(handled[0], events[0]?.eventId);
      const heir = await collect(bus, { group });
      await killed.kill();
      await eventually(() => assert.deepEqual(heir.ids('orphaned'), ids(events)), { withinMs: 10_000 });
      await heir.stop();
    });

    test('stopping waits for what is being handled, delivers nothing more, and another goes on at once', async () => {
      const name = randomUUID();
      const started = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      const leaving = await collect(bus, {
        group: name,
        maxBatch: 1,
        handler: async () => {
          started.resolve();
          await finish.promise;
        },
      });
      const events = [1, 2, 3].map((version) => eventOf('handed over', version));
      await bus.publish(events);
      await started.promise;
      const stopped = leaving.stop();
      assert.equal(await Promise.race([stopped.then(() => 'stopped'), delay(50, 'waiting')]), 'waiting');
      finish.resolve();
      await stopped;
      assert.deepEqual(leaving.ids('handed over'), ids(events.slice(0, 1)));
      const heir = await collect(other, { group: name });
      await eventually(() => assert.deepEqual(heir.ids('handed over'), ids(events.slice(1))), { withinMs: 3000 });
      assert.equal(leaving.events.length, 1);
      await heir.stop();
    });

    test('refuses to publish inside a transaction, and handles in the context of the subscriber', async () => {
      const context = new AsyncLocalStorage<string>();
      const seen: (string | undefined)[] = [];
      const group = await context.run('subscriber', () =>
        collect(bus, { handler: () => void seen.push(context.getStore()) }),
      );
      await context.run('publisher', () => bus.publish([eventOf('context', 1)]));
      await eventually(() => assert.deepEqual(seen, ['subscriber']));
      await assert.rejects(
        runInTransactionScope(() => bus.publish([eventOf('context', 2)])),
        SlowCallInTransaction,
      );
      await group.stop();
    });

    test('says how many events a group has not acknowledged, where the engine can', async () => {
      const hold = Promise.withResolvers<void>();
      const group = await collect(bus, { handler: () => hold.promise });
      await bus.publish([1, 2, 3].map((version) => eventOf('lagging', version)));
      const lag = await group.lag();
      if (lag !== undefined) assert.equal(lag, 3);
      hold.resolve();
      await eventually(async () => assert.ok([0, undefined].includes(await group.lag())));
      await group.stop();
    });

    test('appends in the transaction of the caller: with its commit, or not at all', async (context) => {
      const { publishIn } = bus.capabilities;
      const { database } = running;
      if (!publishIn || !database) return context.skip('this bus does not live in the database');
      const group = await collect(other);
      const kept = [1, 2].map((version) => eventOf('with commit', version));
      await assert.rejects(
        database.transaction(async (transaction) => {
          await publishIn(transaction, [eventOf('rolled back', 1)]);
          throw new Error('changed my mind');
        }),
        /changed my mind/,
      );
      await database.transaction((transaction) => publishIn(transaction, kept));
      await eventually(() => assert.deepEqual(group.ids('with commit'), ids(kept)));
      assert.deepEqual(group.ids('rolled back'), []);
      await group.stop();
    });

    test('no reader passes by an event whose transaction commits late', async (context) => {
      const { publishIn } = bus.capabilities;
      const { database } = running;
      if (!publishIn || !database) return context.skip('this bus does not live in the database');
      const group = await collect(other);
      const late = eventOf('late', 1);
      const appended = Promise.withResolvers<void>();
      const commit = Promise.withResolvers<void>();
      const slow = database.transaction(async (transaction) => {
        await publishIn(transaction, [late]);
        appended.resolve();
        await commit.promise;
      });
      await appended.promise;
      const quick = bus.publish(Array.from({ length: 32 }, (_, index) => eventOf(`quick ${index}`, 1)));
      await delay(50);
      commit.resolve();
      await Promise.all([slow, quick]);
      await eventually(() => assert.equal(group.events.length, 33));
      assert.deepEqual(group.ids('late'), [late.eventId]);
      await group.stop();
    });

    test('loses nothing that it acknowledged to a crash, and keeps the order of each key', async (context) => {
      const { faults } = running;
      if (!faults) return context.skip('the engine cannot be killed here');
      const group = await collect(other);
      const end = new AbortController();
      const publisher = publishUntil(bus, end.signal);
      await eventually(() => assert.ok(group.events.length > 50));
      await faults.kill();
      assert.equal(await bus.isReady(), false);
      await assert.rejects(running.create().publish([eventOf('unavailable', 1)]), EventBusUnavailable);
      await faults.restart();
      await eventually(async () => assert.equal(await bus.isReady(), true));
      const before = group.events.length;
      await eventually(() => assert.ok(group.events.length > before + 50), { withinMs: 15_000 });
      end.abort();
      const acknowledged = await publisher;
      await eventually(() => {
        const received = new Set(ids(group.events));
        const missing = acknowledged.filter((event) => !received.has(event.eventId));
        // Only the number: describing thousands of events would keep the consumer from getting them.
        assert.equal(missing.length, 0);
      });
      for (const key of new Set(acknowledged.map((event) => event.key))) {
        const versions = [...new Set(group.versions(key))];
        assert.deepEqual(
          versions,
          versions.toSorted((a, b) => a - b),
          key,
        );
      }
      await group.stop();
    });
  });
}

interface Collected {
  events: BusEvent[];
  errors: unknown[];
  ids(key: string): string[];
  keys(): string[];
  versions(key: string): number[];
  lag(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Subscribes and keeps what was handled. */
async function collect(
  bus: EventBus,
  options: {
    group?: string;
    from?: 'earliest' | 'latest';
    maxBatch?: number;
    handler?: (events: BusEvent[]) => Promise<void> | void;
  } = {},
): Promise<Collected> {
  const events: BusEvent[] = [];
  const errors: unknown[] = [];
  const { handler, group = randomUUID(), ...rest } = options;
  const subscription = await bus.subscribe({
    ...rest,
    group,
    handler: async (batch) => {
      await handler?.(batch);
      events.push(...batch);
    },
    onError: (error) => errors.push(error),
  });
  const of = (key: string) => events.filter((event) => event.key === key);
  return {
    events,
    errors,
    ids: (key) => ids(of(key)),
    keys: () => events.map((event) => event.key),
    versions: (key) => of(key).map((event) => event.aggregateVersion),
    lag: () => subscription.lag(),
    stop: () => subscription.stop(),
  };
}

/** One batch after another, each repeated until it is acknowledged, as a relay does. */
async function publishUntil(bus: EventBus, end: AbortSignal): Promise<BusEvent[]> {
  const acknowledged: BusEvent[] = [];
  for (let version = 1; !end.aborted; version++) {
    const batch = ['a', 'b', 'c'].map((key) => eventOf(`crash ${key}`, version));
    for (;;) {
      try {
        await bus.publish(batch);
        acknowledged.push(...batch);
        await delay(1);
        break;
      } catch (error) {
        if (!(error instanceof EventBusUnavailable)) throw error;
        await delay(10);
      }
    }
  }
  return acknowledged;
}

function eventOf(key: string, version: number): BusEvent {
  return {
    eventId: randomUUID(),
    type: 'kinora.conformance.v1.Happened',
    version: 1,
    producer: 'conformance',
    key,
    aggregateType: 'thing',
    aggregateId: key,
    aggregateVersion: version,
    occurredAt: new Date().toISOString(),
    traceparent: '',
    payload: Uint8Array.of(version & 255),
  };
}

function plain(event: BusEvent): unknown {
  return { ...event, payload: Buffer.from(event.payload).toString('hex') };
}

function ids(events: BusEvent[]): string[] {
  return events.map((event) => event.eventId);
}
