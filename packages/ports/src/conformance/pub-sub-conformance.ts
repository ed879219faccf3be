import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MAX_PUBSUB_BYTES, type PubSub } from '../pub-sub/pub-sub.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';

export interface PubSubHarness {
  name: string;
  /** `create` answers one more connection to the same engine, as another process would have; `shared` for memory. */
  start(): Promise<{ create(): PubSub; faults?: EngineFaults; stop(): Promise<void> }>;
}

export function pubSubConformance(harness: PubSubHarness): void {
  describe(`wake-ups (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<PubSubHarness['start']>>;
    let here: PubSub;
    let there: PubSub;
    before(async () => {
      running = await harness.start();
      here = running.create();
      there = running.create();
    });
    after(async () => {
      await Promise.all([here.close(), there.close()]);
      await running.stop();
    });

    test('reach all who listen to the channel, in the order of their publisher', async () => {
      const heard: string[][] = [[], [], []];
      await here.subscribe('order', (message) => heard[0]?.push(message));
      await there.subscribe('order', (message) => heard[1]?.push(message));
      await there.subscribe('order', (message) => heard[2]?.push(message));
      const sent = Array.from({ length: 100 }, (_, index) => `message ${index}`);
      for (const message of sent) await here.publish('order', message);
      await eventually(() => assert.deepEqual(heard, [sent, sent, sent]));
    });

    test('do not reach those who listen to another channel, or no longer listen', async () => {
      const heard: string[] = [];
      await there.subscribe('one', (message) => heard.push(`one ${message}`));
      const gone = await there.subscribe('two', (message) => heard.push(`gone ${message}`));
      await there.subscribe('two', (message) => heard.push(`two ${message}`));
      await gone.unsubscribe();
      await gone.unsubscribe();
      await here.publish('two', 'a');
      await here.publish('one', 'b');
      await eventually(() => assert.deepEqual([...heard].sort(), ['one b', 'two a']));
    });

    test('take any text up to 4 KiB and channels of any name', async () => {
      const channel = `account/ä "quoted'; ${'long'.repeat(30)}`;
      const messages = ['', 'ünïcödé 🎬 "\'\\\n', 'x'.repeat(MAX_PUBSUB_BYTES)];
      const heard: string[] = [];
      await there.subscribe(channel, (message) => heard.push(message));
      for (const message of messages) await here.publish(channel, message);
      await eventually(() => assert.deepEqual(heard, messages));
      await assert.rejects(here.publish(channel, 'é'.repeat(MAX_PUBSUB_BYTES / 2 + 1)), RangeError);
    });

    test('go on after the engine was away, and say that messages may have been missed', async (context) => {
      const { faults } = running;
      if (!faults) return context.skip('nothing can be away from these wake-ups');
      const heard: string[] = [];
      let gaps = 0;
      await there.subscribe('gap', (message) => heard.push(message), { onGap: () => gaps++ });
      await faults.kill();
      // Fire and forget: the publisher is not told.
      await here.publish('gap', 'lost');
      await faults.restart();
      await eventually(() => assert.ok(gaps >= 1));
      await eventually(async () => {
        await here.publish('gap', 'after');
        assert.ok(heard.includes('after'));
      });
      assert.ok(!heard.includes('lost'));
    });
  });
}
