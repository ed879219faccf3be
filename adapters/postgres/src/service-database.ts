import { setTimeout as delay } from 'node:timers/promises';
import {
  assertOutsideTransaction,
  committed,
  type Database,
  type Migration,
  runInTransactionScope,
  trackCommit,
} from '@kinora/ports';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { portError } from './errors.ts';
import { migrate } from './migrate.ts';
import { ServicePool, type ServicePoolOptions } from './service-pool.ts';

const READY_WITHIN_MS = 2000;

export interface ServiceDatabaseOptions {
  pool: ServicePoolOptions;
  directUrl: string;
  schema: string;
  onClose: () => void;
}

export class ServiceDatabase<Schema> implements Database<Schema> {
  readonly query: Kysely<Schema>;
  readonly schema: string;
  readonly #pool: ServicePool;
  readonly #options: ServiceDatabaseOptions;
  #closing: Promise<void> | undefined;

  constructor(options: ServiceDatabaseOptions) {
    this.#options = options;
    this.schema = options.schema;
    this.#pool = new ServicePool(options.pool);
    this.query = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: this.#pool }) });
  }

  async transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    assertOutsideTransaction('A second transaction');
    let own: Transaction<Schema> | undefined;
    const result = await this.query.transaction().execute((transaction) => {
      own = transaction;
      trackCommit(transaction);
      return runInTransactionScope(() => work(transaction));
    });
    if (own) committed(own);
    return result;
  }

  async migrate(migrations: Migration[]): Promise<{ applied: string[] }> {
    assertOutsideTransaction('A migration');
    try {
      return await migrate({
        url: this.#options.directUrl,
        applicationName: this.#options.pool.applicationName,
        schema: this.schema,
        migrations,
      });
    } catch (error) {
      throw portError(error);
    }
  }

  async isReady(): Promise<boolean> {
    const timer = new AbortController();
    const late = delay(READY_WITHIN_MS, false, { signal: timer.signal }).catch(() => false);
    const answer = await Promise.race([this.#answers(), late]);
    timer.abort();
    return answer;
  }

  async #answers(): Promise<boolean> {
    try {
      const client = await this.#pool.connectAnywhere();
      try {
        await client.query('select 1', []);
        return true;
      } finally {
        client.release();
      }
    } catch {
      // The question was whether it answers; why not is told to those who query it.
      return false;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.query.destroy();
    // Kysely leaves a pool alone that it has never used.
    await this.#pool.end();
    this.#options.onClose();
  }
}
