import { assertOutsideTransaction, DatabaseUnavailable } from '@kinora/ports';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { typeParsers } from './connection-settings.ts';
import type { Share, SharedConnections } from './connection-share.ts';
import { portError } from './errors.ts';

export interface ServicePoolOptions {
  url: string;
  applicationName: string;
  maxConnections: number;
  connections: SharedConnections;
  /** Settings of the session for where the role cannot carry them: `-c search_path=…`. */
  sessionOptions?: string;
  onError: (error: unknown) => void;
}

/** A pool as Kysely wants it, that throws the errors of the port and stays within the bound of the engine. */
export class ServicePool implements PostgresPool {
  readonly options: object = {};
  readonly #connections: SharedConnections;
  readonly #share: Share;

  constructor(options: ServicePoolOptions) {
    this.#connections = options.connections;
    this.#share = options.connections.add({
      max: options.maxConnections,
      onError: options.onError,
      config: {
        connectionString: options.url,
        application_name: options.applicationName,
        connectionTimeoutMillis: 10_000,
        // Later than the server's own limit: this is for a network that swallows the answer.
        query_timeout: 35_000,
        keepAlive: true,
        types: typeParsers,
        ...(options.sessionOptions && { options: options.sessionOptions }),
      },
    });
  }

  async connect(): Promise<PostgresPoolClient> {
    assertOutsideTransaction('A query that is not part of the transaction');
    return this.connectAnywhere();
  }

  async connectAnywhere(): Promise<PostgresPoolClient> {
    const client = await this.#connections.acquire(this.#share);
    return new CheckedOutClient(client, (broken) => this.#connections.release(this.#share, client, broken));
  }

  async end(): Promise<void> {
    if (!this.#share.closed) await this.#connections.close(this.#share);
  }
}

class CheckedOutClient implements PostgresPoolClient {
  readonly #client: pg.Client;
  readonly #release: (broken: boolean) => void;
  #broken = false;

  constructor(client: pg.Client, release: (broken: boolean) => void) {
    this.#client = client;
    this.#release = release;
  }

  get processID(): number {
    return (this.#client as unknown as { processID: number }).processID;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new Error('Cursors are not set up: page with a keyset instead.');
    return this.#run<R>(statement, parameters);
  }

  release(destroy?: boolean): void {
    this.#release(destroy === true || this.#broken);
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      return (await this.#client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      const thrown = portError(error);
      if (thrown instanceof DatabaseUnavailable) this.#broken = true;
      throw thrown;
    }
  }
}
