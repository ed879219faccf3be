/** What is to happen once a transaction of `Database.transaction` has committed: waking consumers, for example. */
const pending = new WeakMap<object, (() => void)[]>();

export function trackCommit(transaction: object): void {
  pending.set(transaction, []);
}

/** False when `transaction` is not one of `Database.transaction`: then nobody will tell of its commit. */
export function afterCommit(transaction: object, action: () => void): boolean {
  const actions = pending.get(transaction);
  actions?.push(action);
  return actions !== undefined;
}

export function committed(transaction: object): void {
  const actions = pending.get(transaction) ?? [];
  pending.delete(transaction);
  for (const action of actions) action();
}
