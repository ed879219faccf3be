import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type BusEvent, MAX_EVENT_BYTES } from '../event-bus/event-bus.ts';
import type { BusUnderTest } from './bus-under-test.ts';
import { collect, eventOf, ids, plain } from './collected-events.ts';
import { eventually } from './eventually.ts';

/** Who gets which events, in which order, how often. */
export function deliveryTests(under: () => BusUnderTest): void {
  test('delivers every event to every group, with its envelope as it was', async () => {
    const { bus, other } = under();
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
    const { bus, other } = under();
    await bus.publish([eventOf('early', 1)]);
    const group = await collect(other);
    await bus.publish([eventOf('late', 1)]);
    await eventually(() => assert.deepEqual(group.keys(), ['late']));
    await group.stop();
  });

  test('a new group may start with the earliest event that is kept', async (context) => {
    const { bus, other } = under();
    if (!bus.capabilities.replay) return context.skip('this engine keeps nothing that was delivered');
    const events = [eventOf('replayed', 1), eventOf('replayed', 2)];
    await bus.publish(events);
    const group = await collect(other, { from: 'earliest' });
    await eventually(() => assert.deepEqual(group.ids('replayed'), ids(events)));
    await group.stop();
  });

  test('keeps the position of a group while nobody of it is there', async () => {
    const { bus, other } = under();
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
    const { bus, other } = under();
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
    const { bus } = under();
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
    const { bus } = under();
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
    const { bus } = under();
    const sizes: number[] = [];
    const group = await collect(bus, { maxBatch: 7, handler: (events) => void sizes.push(events.length) });
    await bus.publish(Array.from({ length: 50 }, (_, index) => eventOf('batch', index + 1)));
    await eventually(() => assert.equal(group.events.length, 50));
    assert.ok(Math.max(...sizes) <= 7, String(sizes));
    await group.stop();
  });
}
