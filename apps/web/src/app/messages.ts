import { useSyncExternalStore } from 'react';
import type { Messages } from 'use-intl';
import shell from '../../messages/en.json?part=shell';

type Part = Partial<Messages>;

let known: Part = shell;
let loading: Promise<void> | null = null;
const listeners = new Set<() => void>();

/** What pages other than home say; loaded beside them. */
export function loadMessages(): Promise<void> {
  loading ??= import('../../messages/en.json?part=rest')
    .then((rest) => {
      known = { ...known, ...rest.default };
      for (const listener of listeners) listener();
    })
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

export function useMessages(): Part {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
  );
}
