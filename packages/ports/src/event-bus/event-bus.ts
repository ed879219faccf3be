import type { Transaction } from 'kysely';

/**
 * What happened, between services, by consumer group.
 *
 * Promises that every engine keeps:
 * - What `publish` acknowledged is delivered at least once to every group that existed (or fixed its position) before.
 * - Events of one `key` reach a group in the order in which they were published, one batch at a time per partition.
 * - A consumer that dies between handling and acknowledging gets the same events again, it or another of its group.
 * - A handler that rejects gets the same events again after a back-off of at most 5 s; the bus never drops or skips.
 *   (Parking what fails for good is the consumer's, in its own database: see the kernel's inbox.)
 * Not promised: order across keys, exactly-once delivery, replay (a declared capability).
 */
export interface EventBus {
  readonly capabilities: EventBusCapabilities;

  /**
   * Resolves when all events are durable. Rejects with `EventBusUnavailable` when that is unknown or false; the caller
   * publishes the same batch again (consumers are idempotent by event id). One batch at a time per caller.
   */
  publish(events: BusEvent[], options?: { signal?: AbortSignal }): Promise<void>;

  /** Starts delivering to `handler`; the first subscription of a group fixes its position: `from`, default `latest`. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;

  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface EventBusCapabilities {
  /** A new group may start from the earliest retained event. */
  replay: boolean;
  /** Days for which events are kept, where the engine keeps them after delivery. */
  retentionDays?: number;
  /**
   * Present when the bus lives in the database of the services: appends in the caller's transaction, so that
   * fence check, append and marking as published commit together (CONTRACTS.md).
   */
  publishIn?: (transaction: Transaction<unknown>, events: BusEvent[]) => Promise<void>;
}

/** One event with its envelope. `payload` is protobuf, at most 64 KiB. */
export interface BusEvent {
  /** UUID of the event: consumers are idempotent by it. */
  eventId: string;
  /** Full protobuf name, `kinora.videos.v1.VideoPublished`. */
  type: string;
  /** Version of the payload's schema. */
  version: number;
  /** Service that emitted it. */
  producer: string;
  /** Partition key; order holds per key. */
  key: string;
  /** Aggregate type and id; order, version and parking are per (producer, aggregateType, aggregateId). */
  aggregateType: string;
  aggregateId: string;
  aggregateVersion: number;
  /** RFC 3339 with milliseconds, UTC. */
  occurredAt: string;
  /** W3C trace context of the change, or empty. */
  traceparent: string;
  payload: Uint8Array;
}

export interface SubscribeOptions {
  group: string;
  from?: 'earliest' | 'latest';
  /** At most this many events per call. Default 100. */
  maxBatch?: number;
  /**
   * Events of one partition, in order. Resolving acknowledges the whole batch; rejecting delivers it again.
   * Different partitions may be handled at the same time.
   */
  handler: (events: BusEvent[], context: { signal: AbortSignal }) => Promise<void>;
  onError?: (error: unknown) => void;
}

export interface Subscription {
  /** Events published but not acknowledged by this group, or undefined where the engine cannot say. */
  lag(): Promise<number | undefined>;
  /** Stops taking new batches, waits for the running ones (their signal aborts after 5 s). */
  stop(): Promise<void>;
}

export class EventBusUnavailable extends Error {
  override readonly name = 'EventBusUnavailable';
  constructor(cause?: unknown) {
    super('The event bus cannot be reached. It is tried again by itself.', { cause });
  }
}

/**
 * Given to `onError` of a group that was away for longer than the engine keeps events: those in between are gone, and
 * what the consumer has built from them must be rebuilt from its owners. Delivery goes on with the oldest kept event.
 */
export class EventsExpired extends Error {
  override readonly name = 'EventsExpired';
  readonly group: string;
  readonly missed: number;
  constructor(group: string, missed: number) {
    super(`${missed} events had expired before the consumer group ${group} read them. Rebuild what it keeps.`);
    this.group = group;
    this.missed = missed;
  }
}

export const MAX_EVENT_BYTES = 64 * 1024;
