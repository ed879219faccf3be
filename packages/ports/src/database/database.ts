import type { Kysely, Transaction } from 'kysely';

/**
 * One service's own data: a schema that it alone may touch, through a Kysely instance that reaches that schema only.
 *
 * Failure means unavailability: calls reject with `DatabaseUnavailable` and may be repeated by the caller once the
 * database is back. A call that rejects otherwise (constraint, syntax) was rolled back.
 */
export interface Database<Schema> {
  /** Queries outside a transaction. Table names are unqualified: the search path is the service's schema. */
  readonly query: Kysely<Schema>;

  /**
   * Runs `work` in one READ COMMITTED transaction and commits when it resolves, rolls back when it rejects. What
   * `afterCommit` was given for it is run once it has committed.
   * Inside, RPC and slow I/O are refused (see `assertOutsideTransaction`). Not nestable.
   */
  transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;

  /**
   * Applies numbered SQL files in order, each in a transaction of its own, under a lock that other processes respect.
   * Forward only: a file that was applied is never run again, and one that changed since is refused.
   */
  migrate(migrations: Migration[]): Promise<{ applied: string[] }>;

  /** True when a trivial query answers within 2 s. */
  isReady(): Promise<boolean>;

  close(): Promise<void>;
}

export interface Migration {
  /** File name, `0001-init.sql`: order is by name. */
  name: string;
  sql: string;
  /** Files of one series are applied in the order of their names; a series may grow when another has gone further. */
  series?: string;
}

/** Opens the databases of several services on one engine. `maxConnections` bounds the pool of the one service. */
export interface DatabaseEngine {
  open<Schema>(options: { service: string; maxConnections: number }): Promise<Database<Schema>>;
  close(): Promise<void>;
}

export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  constructor(cause?: unknown) {
    super('The database cannot be reached. It is tried again by itself.', { cause });
  }
}
