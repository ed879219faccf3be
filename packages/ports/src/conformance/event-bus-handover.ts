import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { runInTransactionScope, SlowCallInTransaction } from '../database/transaction-scope.ts';
import type { BusUnderTest } from './bus-under-test.ts';
import { collect, eventOf, ids } from './collected-events.ts';
import { eventually } from './eventually.ts';
import { startPortProcess } from './port-process.ts';

/** What becomes of events when a consumer ends, and how handlers are called. */
export function handoverTests(under: () => BusUnderTest): void {
  test('gives the events of a consumer that was killed before it acknowledged to another of its group', async () => {
    const { bus, running } = under();
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
    const { bus, other } = under();
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
    const { bus } = under();
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
    const { bus } = under();
    const hold = Promise.withResolvers<void>();
    const group = await collect(bus, { handler: () => hold.promise });
    await bus.publish([1, 2, 3].map((version) => eventOf('lagging', version)));
    const lag = await group.lag();
    if (lag !== undefined) assert.equal(lag, 3);
    hold.resolve();
    await eventually(async () => assert.ok([0, undefined].includes(await group.lag())));
    await group.stop();
  });
}
