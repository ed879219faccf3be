import { useSyncExternalStore } from 'react';

/** What is as good as deleted: still there until the offer to undo is over. */
export interface HiddenIds {
  hide(ids: readonly string[], on: boolean): void;
  use(): ReadonlySet<string>;
}

export function hiddenIds(): HiddenIds {
  let hidden: ReadonlySet<string> = new Set();
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    hide(ids, on) {
      const next = new Set(hidden);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      hidden = next;
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, () => hidden),
  };
}
