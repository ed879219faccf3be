import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type BusEvent, type EventBus, EventBusUnavailable } from '../event-bus/event-bus.ts';

export interface Collected {
  events: BusEvent[];
  errors: unknown[];
  ids(key: string): string[];
  keys(): string[];
  versions(key: string): number[];
  lag(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Subscribes and keeps what was handled. */
export async function collect(
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
export async function publishUntil(bus: EventBus, end: AbortSignal): Promise<BusEvent[]> {
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

export function eventOf(key: string, version: number): BusEvent {
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

export function plain(event: BusEvent): unknown {
  return { ...event, payload: Buffer.from(event.payload).toString('hex') };
}

export function ids(events: BusEvent[]): string[] {
  return events.map((event) => event.eventId);
}
