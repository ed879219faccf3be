import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { EventBusUnavailable } from '../event-bus/event-bus.ts';
import type { BusUnderTest } from './bus-under-test.ts';
import { collect, eventOf, ids, publishUntil } from './collected-events.ts';
import { eventually } from './eventually.ts';

/** What is kept, by transactions of the caller and through the death of the engine. */
export function durabilityTests(under: () => BusUnderTest): void {
  test('appends in the transaction of the caller: with its commit, or not at all', async (context) => {
    const { bus, other, running } = under();
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
    const { bus, other, running } = under();
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
    const { bus, other, running } = under();
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
}
