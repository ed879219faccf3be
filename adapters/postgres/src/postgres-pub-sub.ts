import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { assertPubSubMessage, type PubSub } from '@kinora/ports';
import type pg from 'pg';
import { connect, Turns } from './connect.ts';

const MAX_PAUSE_MS = 2000;

export interface PostgresPubSubOptions {
  /** Direct: LISTEN does not pass a transaction pooler. */
  url: string;
  applicationName?: string;
  /** The connection was lost or a listener threw. */
  onError?: (error: unknown) => void;
}

interface Listener {
  call(message: string): void;
  onGap?: () => void;
}

/** Wake-ups between processes without Redis, by NOTIFY on one connection of the process. */
export function createPostgresPubSub(options: PostgresPubSubOptions): PubSub {
  return new PostgresPubSub(options);
}

class PostgresPubSub implements PubSub {
  readonly #options: PostgresPubSubOptions;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #closed = new AbortController();
  readonly #turns = new Turns();
  #client: Promise<pg.Client> | undefined;
  #reconnecting: Promise<void> | undefined;

  constructor(options: PostgresPubSubOptions) {
    this.#options = options;
  }

  async publish(channel: string, message: string): Promise<void> {
    assertPubSubMessage(message);
    try {
      await this.#query({
        name: 'kinora_notify',
        text: 'select pg_notify($1, $2)',
        values: [channelName(channel), message],
      });
    } catch (error) {
      // Fire and forget: whoever listens polls as well.
      this.#options.onError?.(error);
    }
  }

  async subscribe(
    channel: string,
    listener: (message: string) => void,
    options: { onGap?: () => void } = {},
  ): Promise<{ unsubscribe(): Promise<void> }> {
    const name = channelName(channel);
    const own: Listener = { call: AsyncLocalStorage.bind(listener), ...(options.onGap && { onGap: options.onGap }) };
    await this.#connection();
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(own));
    try {
      // Also when others listen already: then this waits until theirs is active. Repeating it changes nothing.
      await this.#query(`listen ${name}`);
    } catch (error) {
      this.#remove(name, own);
      throw error;
    }
    return { unsubscribe: () => this.#unsubscribe(name, own) };
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#listeners.clear();
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => {});
    await this.#reconnecting;
  }

  #remove(name: string, own: Listener): boolean {
    const listeners = this.#listeners.get(name);
    listeners?.delete(own);
    if (!listeners || listeners.size > 0) return false;
    this.#listeners.delete(name);
    return true;
  }

  async #unsubscribe(name: string, own: Listener): Promise<void> {
    own.call = () => {};
    if (!this.#remove(name, own)) return;
    try {
      await this.#query(`unlisten ${name}`);
      // Somebody may have subscribed while that travelled.
      if (this.#listeners.has(name)) await this.#query(`listen ${name}`);
    } catch (error) {
      // Without the connection nothing is listened to; the next one listens to what is wanted then.
      this.#options.onError?.(error);
    }
  }

  #query(statement: string | pg.QueryConfig): Promise<unknown> {
    return this.#turns.take(async () => (await this.#connection()).query(statement));
  }

  #connection(): Promise<pg.Client> {
    if (this.#closed.signal.aborted) return Promise.reject(new Error('The wake-ups are closed.'));
    if (!this.#client) {
      const opening = this.#open();
      this.#client = opening;
      opening.catch(() => {
        if (this.#client === opening) this.#client = undefined;
      });
    }
    return this.#client;
  }

  async #open(): Promise<pg.Client> {
    const client = await connect(this.#options.url, `${this.#options.applicationName ?? 'kinora'} wake-ups`);
    const opened = this.#client;
    client.on('notification', ({ channel, payload }) => this.#dispatch(channel, payload ?? ''));
    client.on('end', () => {
      if (this.#client !== opened) return;
      this.#client = undefined;
      if (!this.#closed.signal.aborted) this.#reconnecting ??= this.#reconnect();
    });
    try {
      for (const name of this.#listeners.keys()) await client.query(`listen ${name}`);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  async #reconnect(): Promise<void> {
    for (let pauseMs = 50; this.#listeners.size > 0; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        await delay(pauseMs, undefined, { signal: this.#closed.signal });
        await this.#connection();
        break;
      } catch (error) {
        if (this.#closed.signal.aborted) break;
        this.#options.onError?.(error);
      }
    }
    this.#reconnecting = undefined;
    if (this.#closed.signal.aborted) return;
    for (const listeners of [...this.#listeners.values()])
      for (const listener of listeners) this.#guarded(() => listener.onGap?.());
  }

  #dispatch(name: string, message: string): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) this.#guarded(() => listener.call(message));
  }

  #guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}

/** Names of channels are identifiers of at most 63 bytes; ours may be anything. A process hears only its own channels. */
function channelName(channel: string): string {
  return `kinora_${createHash('sha256').update(channel).digest('hex').slice(0, 32)}`;
}
