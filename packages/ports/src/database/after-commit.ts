/** What is to happen once a transaction of `Database.transaction` has committed: waking a relay, for example. */
const pending = new WeakMap<object, (() => void)[]>();

/** For adapters: before the work of a transaction begins. */
export function trackCommit(transaction: object): void {
  pending.set(transaction, []);
}

/**
 * Runs `action` after the commit, never after a rollback. False when `transaction` is not one of `Database.transaction`:
 * then nobody will tell of its commit.
 */
export function afterCommit(transaction: object, action: () => void): boolean {
  const actions = pending.get(transaction);
  actions?.push(action);
  return actions !== undefined;
}

/** For adapters: when the commit has been confirmed. */
export function committed(transaction: object): void {
  const actions = pending.get(transaction) ?? [];
  pending.delete(transaction);
  for (const action of actions) action();
}
