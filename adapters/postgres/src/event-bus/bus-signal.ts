import type pg from 'pg';
import { connect, Turns } from '../connect.ts';
import { isUnavailability } from '../errors.ts';

const CHANNEL = 'kinora_bus';
/** No process notifies more often than this: commits that notify queue behind one lock of the server. */
const NOTIFY_EVERY_MS = 5;

/**
 * The one connection of a process on which it listens, notifies and beats. It is opened again by its next use
 * after it was lost; whoever waits for a wake-up polls as well.
 */
export class BusSignal {
  readonly #url: string;
  readonly #applicationName: string;
  readonly #onWake: (kind: 'events' | 'members') => void;
  readonly #turns = new Turns();
  #client: Promise<pg.Client> | undefined;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #lastNotifyAt = 0;
  #pendingMembers = false;

  constructor(options: { url: string; applicationName: string; onWake: (kind: 'events' | 'members') => void }) {
    this.#url = options.url;
    this.#applicationName = options.applicationName;
    this.#onWake = options.onWake;
  }

  /** Runs `work` on the connection when those before are done, opening it when it is not there. */
  use<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      const client = await this.#connected();
      try {
        return await work(client);
      } catch (error) {
        // Also a server that no longer answers: the next one opens another.
        if (isUnavailability(error)) void client.end().catch(() => {});
        throw error;
      }
    });
  }

  #connected(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new Error('The event bus is closed.'));
    if (!this.#client) {
      const opening = this.#open();
      this.#client = opening;
      opening.catch(() => this.#forget(opening));
    }
    return this.#client;
  }

  /** Tells the other processes, at most once per 5 ms. Failing is no harm: they poll. */
  notify(kind: 'events' | 'members'): void {
    if (kind === 'members') this.#pendingMembers = true;
    if (this.#timer || this.#closed) return;
    const waitMs = Math.max(0, this.#lastNotifyAt + NOTIFY_EVERY_MS - Date.now());
    this.#timer = setTimeout(() => void this.#send(), waitMs);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => {});
  }

  async #open(): Promise<pg.Client> {
    // Beats and leases may be lost in a crash: they are made again.
    const client = await connect(
      this.#url,
      `${this.#applicationName} bus`,
      '-c synchronous_commit=off -c statement_timeout=10s',
      12_000,
    );
    client.on('end', () => this.#forget(opened));
    client.on('notification', ({ payload }) => this.#onWake(payload === 'members' ? 'members' : 'events'));
    const opened = this.#client;
    await client.query(`listen ${CHANNEL}`);
    return client;
  }

  #forget(client: Promise<pg.Client> | undefined): void {
    if (this.#client === client) this.#client = undefined;
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    this.#lastNotifyAt = Date.now();
    const kind = this.#pendingMembers ? 'members' : 'events';
    this.#pendingMembers = false;
    try {
      await this.use((client) => client.query('select pg_notify($1, $2)', [CHANNEL, kind]));
    } catch {
      // The poll of each process finds the events; this connection is opened again with the next beat.
    }
  }
}
