import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<true>();

/** Adapters run the body of every transaction through this, so that what must not happen inside can be refused. */
export function runInTransactionScope<T>(work: () => Promise<T>): Promise<T> {
  return scope.run(true, work);
}

/** In-process RPC handlers start outside their caller's scope, as they would in another process. */
export function runOutsideTransactionScope<T>(work: () => T): T {
  return scope.exit(work);
}

export class SlowCallInTransaction extends Error {
  override readonly name = 'SlowCallInTransaction';
  constructor(what: string) {
    super(`${what} was called inside a database transaction. Move it before the transaction or after its commit.`);
  }
}

/** Called by everything that waits for something other than the database: RPC, blobs, HTTP. */
export function assertOutsideTransaction(what: string): void {
  if (scope.getStore()) throw new SlowCallInTransaction(what);
}
