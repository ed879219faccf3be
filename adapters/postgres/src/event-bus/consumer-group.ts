import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { EventsExpired, type SubscribeOptions } from '@kinora/ports';
import type { EventReader } from './event-reader.ts';

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5000;
/** After this long the handlers that still run are told to give up. */
const STOP_GRACE_MS = 5000;

/** A partition that this process reads for one group, until another fence is written to its row. */
export interface Lease {
  readonly partition: number;
  readonly fence: number;
  /** Offset of the next event to hand over. */
  next: number;
  readonly lost: AbortController;
  running: Promise<void> | undefined;
}

export interface GroupHost {
  readonly reader: EventReader;
  /** Offset that the next event of a partition will get, as far as this process knows. */
  head(partition: number): number;
  /** False when the last heartbeat is so old that another process may have taken over. */
  holdsLeases(): boolean;
  /** False when the fence is stale. */
  acknowledge(group: string, lease: Lease, next: number): Promise<boolean>;
}

/** Delivers the events of the partitions that this process holds for one group. */
export class ConsumerGroup {
  readonly name: string;
  readonly leases = new Map<number, Lease>();
  readonly #options: SubscribeOptions;
  readonly #host: GroupHost;
  /** Handlers run as the subscriber would, not in the request or transaction that happened to publish. */
  readonly #asSubscriber = AsyncLocalStorage.snapshot();
  readonly #stopping = new AbortController();
  readonly #giveUp = new AbortController();

  constructor(options: SubscribeOptions, host: GroupHost) {
    this.name = options.group;
    this.#options = options;
    this.#host = host;
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  hold(lease: Pick<Lease, 'partition' | 'fence' | 'next'>): void {
    this.leases.set(lease.partition, { ...lease, lost: new AbortController(), running: undefined });
    this.pump(lease.partition);
  }

  /** The row has another fence or owner: what still runs here must not be acknowledged. */
  lose(lease: Lease): void {
    lease.lost.abort();
    if (this.leases.get(lease.partition) === lease) this.leases.delete(lease.partition);
  }

  /** Hands over what is there, unless that is under way already. */
  pump(partition: number): void {
    const lease = this.leases.get(partition);
    if (!lease || lease.running !== undefined || this.stopping || lease.next >= this.#host.head(partition)) return;
    lease.running = this.#asSubscriber(() => this.#deliver(lease)).finally(() => {
      lease.running = undefined;
      // An event may have come between the last look and here.
      this.pump(partition);
    });
  }

  async #deliver(lease: Lease): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    const signal = AbortSignal.any([lease.lost.signal, this.#giveUp.signal]);
    while (!this.stopping && !lease.lost.signal.aborted && lease.next < this.#host.head(lease.partition)) {
      try {
        if (!this.#host.holdsLeases()) throw new Error('The heartbeat of this consumer is late.');
        await this.#deliverBatch(lease, signal);
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        if (lease.lost.signal.aborted) return;
        this.#options.onError?.(error);
        await delay(pauseMs, undefined, { signal: AbortSignal.any([signal, this.#stopping.signal]) }).catch(() => {});
        pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      }
    }
  }

  async #deliverBatch(lease: Lease, signal: AbortSignal): Promise<void> {
    const stored = await this.#host.reader.read(lease.partition, lease.next, {
      next: this.#host.head(lease.partition),
      limit: this.#options.maxBatch ?? 100,
    });
    const first = stored[0]?.offset ?? this.#host.head(lease.partition);
    if (first > lease.next) {
      this.#options.onError?.(new EventsExpired(this.name, first - lease.next));
      lease.next = first;
    }
    if (this.stopping || lease.lost.signal.aborted) return;
    if (stored.length > 0) {
      await this.#options.handler(
        stored.map(({ event }) => event),
        { signal },
      );
    }
    const next = first + stored.length;
    if (await this.#host.acknowledge(this.name, lease, next)) lease.next = next;
    else this.lose(lease);
  }

  /** Takes no new batch and waits for the running ones; those that ignore their signal are left behind. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const running = Promise.all([...this.leases.values()].map((lease) => lease.running));
    if (await settledWithin(running, STOP_GRACE_MS)) return;
    this.#giveUp.abort();
    await settledWithin(running, STOP_GRACE_MS);
  }
}

async function settledWithin(work: Promise<unknown>, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(waitMs, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([work.then(() => true), late]);
  timer.abort();
  return settled;
}
