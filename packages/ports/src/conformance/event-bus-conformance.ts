import { after, before, describe } from 'node:test';
import type { BusUnderTest, EventBusHarness } from './bus-under-test.ts';
import { deliveryTests } from './event-bus-delivery.ts';
import { durabilityTests } from './event-bus-durability.ts';
import { handoverTests } from './event-bus-handover.ts';

/** What every event bus promises; a file for each kind of promise. */
export function eventBusConformance(harness: EventBusHarness): void {
  describe(`an event bus (${harness.name})`, { concurrency: 1 }, () => {
    let started: BusUnderTest | undefined;
    const under = () => {
      if (!started) throw new Error('The bus has not been started.');
      return started;
    };
    before(async () => {
      const running = await harness.start();
      started = { running, bus: running.create(), other: running.create() };
    });
    after(async () => {
      if (!started) return;
      await Promise.all([started.bus.close(), started.other.close()]);
      await started.running.stop();
    });

    deliveryTests(under);
    handoverTests(under);
    durabilityTests(under);
  });
}
