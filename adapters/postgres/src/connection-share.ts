import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseUnavailable } from '@kinora/ports';
import pg from 'pg';
import { portError } from './errors.ts';

const IDLE_MS = 5000;
/** Of what a service has idle beside the connection that it used last: two of its loops met by chance. */
const SPARE_IDLE_MS = 1500;
const WAIT_MS = 10_000;
/**
 * How long one that would be a service's second waits for the first to come back: at rest loops meet by chance, and a
 * connection costs the server a process of 17 MB. About what opening one takes.
 */
const LINGER_MS = 10;

/** One service's part of the connections. */
export interface Share {
  readonly config: pg.ClientConfig;
  readonly max: number;
  readonly onError: (error: unknown) => void;
  open: number;
  closed: boolean;
  /** The last one is the most recently used; those that are `leaving` have the shorter time of a spare one. */
  readonly idle: { client: pg.Client; timer: NodeJS.Timeout; leaving: boolean }[];
  readonly waiting: Waiter[];
}

interface Waiter {
  resolve(client: pg.Client): void;
  reject(error: unknown): void;
}

/**
 * The connections of many services under one bound. `pg.Pool` knows only its own: sixteen of them would keep sixteen
 * times their maximum open, or starve each other. Here a service without a connection, or with less than its equal part,
 * gets the place of one that another has left idle or gives back; nobody above the equal part takes from others, so under
 * load connections stay where they are.
 */
export class SharedConnections {
  readonly #max: number;
  readonly #shares = new Set<Share>();
  #open = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get open(): number {
    return this.#open;
  }

  add(options: { config: pg.ClientConfig; max: number; onError: (error: unknown) => void }): Share {
    const share: Share = { ...options, open: 0, closed: false, idle: [], waiting: [] };
    this.#shares.add(share);
    return share;
  }

  async acquire(share: Share): Promise<pg.Client> {
    if (share.closed) throw new DatabaseUnavailable(new Error('The pool is closed.'));
    const idle = share.idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      return idle.client;
    }
    // Whoever finds others waiting is in a crowd, and no chance meeting.
    const lingers = share.open > 0 && share.waiting.length === 0;
    if (!lingers && this.#mayOpen(share)) return this.#connect(share);
    return this.#wait(share, lingers);
  }

  #mayOpen(share: Share): boolean {
    return share.open < share.max && (this.#open < this.#max || this.#makeRoomFor(share));
  }

  release(share: Share, client: pg.Client, broken: boolean): void {
    const needy = broken || share.closed ? undefined : this.#needyInstead(share);
    if (broken || share.closed || needy) {
      this.#drop(share, client);
      this.#serveWaiting();
      return;
    }
    const waiter = share.waiting.shift();
    if (waiter) waiter.resolve(client);
    else this.#keepIdle(share, client);
  }

  async close(share: Share): Promise<void> {
    share.closed = true;
    for (const waiter of share.waiting.splice(0))
      waiter.reject(new DatabaseUnavailable(new Error('The pool is closed.')));
    for (const { client, timer } of share.idle.splice(0)) {
      clearTimeout(timer);
      this.#drop(share, client);
    }
    // Those in use come back by `release`; whoever closes has stopped what uses them.
    for (let waitedMs = 0; share.open > 0 && waitedMs < 5000; waitedMs += 5) await delay(5);
    this.#shares.delete(share);
    this.#serveWaiting();
  }

  async #connect(share: Share): Promise<pg.Client> {
    share.open++;
    this.#open++;
    const client = new pg.Client(share.config);
    // While it is checked out and silent nobody else listens, and a server that goes away would end the process.
    client.on('error', (error) => this.#onLost(share, client, error));
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.#drop(share, client);
      this.#serveWaiting();
      throw portError(error);
    }
  }

  #onLost(share: Share, client: pg.Client, error: unknown): void {
    const index = share.idle.findIndex((entry) => entry.client === client);
    if (index < 0) return;
    clearTimeout(share.idle[index]?.timer);
    share.idle.splice(index, 1);
    this.#drop(share, client);
    share.onError(error);
  }

  #keepIdle(share: Share, client: pg.Client): void {
    const spare = share.idle.at(-1);
    if (spare && !spare.leaving) {
      clearTimeout(spare.timer);
      spare.leaving = true;
      spare.timer = this.#dropAfter(SPARE_IDLE_MS, share, spare.client);
    }
    share.idle.push({ client, timer: this.#dropAfter(IDLE_MS, share, client), leaving: false });
  }

  #dropAfter(ms: number, share: Share, client: pg.Client): NodeJS.Timeout {
    return setTimeout(() => {
      share.idle.splice(
        share.idle.findIndex((entry) => entry.client === client),
        1,
      );
      this.#drop(share, client);
    }, ms).unref();
  }

  #drop(share: Share, client: pg.Client): void {
    share.open--;
    this.#open--;
    // It may be broken already: the place counts as free either way.
    client.end().catch(() => {});
  }

  async #wait(share: Share, lingers: boolean): Promise<pg.Client> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve: (client) => {
          clearTimeout(timer);
          clearTimeout(lingering);
          resolve(client);
        },
        reject: (error) => {
          clearTimeout(timer);
          clearTimeout(lingering);
          reject(error);
        },
      };
      const lingering = lingers ? setTimeout(() => this.#stopLingering(share, waiter), LINGER_MS) : undefined;
      const timer = setTimeout(() => {
        leave(share, waiter);
        reject(new DatabaseUnavailable(new Error(`No connection was free within ${WAIT_MS} ms.`)));
      }, WAIT_MS);
      share.waiting.push(waiter);
    });
  }

  #stopLingering(share: Share, waiter: Waiter): void {
    // No longer in the row: a connection is being opened for it already.
    if (!share.waiting.includes(waiter) || !this.#mayOpen(share)) return;
    leave(share, waiter);
    this.#connect(share).then(waiter.resolve, waiter.reject);
  }

  /** The equal part of each service that has connections or wants some. */
  #equalPart(): number {
    let wanting = 0;
    for (const share of this.#shares) if (share.open > 0 || share.waiting.length > 0) wanting++;
    return Math.max(1, Math.floor(this.#max / Math.max(1, wanting)));
  }

  #makeRoomFor(share: Share): boolean {
    if (share.open >= this.#equalPart()) return false;
    const richest = [...this.#shares]
      .filter((other) => other !== share && other.idle.length > 0)
      .sort((a, b) => b.open - a.open)[0];
    const entry = richest?.idle.shift();
    if (!richest || !entry) return false;
    clearTimeout(entry.timer);
    this.#drop(richest, entry.client);
    return true;
  }

  #needyInstead(share: Share): Share | undefined {
    if (this.#open < this.#max) return undefined;
    const part = this.#equalPart();
    if (share.open <= part && share.waiting.length > 0) return undefined;
    for (const other of this.#shares)
      if (other !== share && other.waiting.length > 0 && other.open < part) return other;
    return undefined;
  }

  /** A place has become free: the neediest of those that wait opens a connection. */
  #serveWaiting(): void {
    if (this.#open >= this.#max) return;
    const needy = [...this.#shares]
      .filter((share) => share.waiting.length > 0 && share.open < share.max)
      .sort((a, b) => a.open - b.open)[0];
    const waiter = needy?.waiting.shift();
    if (!needy || !waiter) return;
    this.#connect(needy).then(waiter.resolve, waiter.reject);
  }
}

function leave(share: Share, waiter: Waiter): void {
  const index = share.waiting.indexOf(waiter);
  if (index >= 0) share.waiting.splice(index, 1);
}
