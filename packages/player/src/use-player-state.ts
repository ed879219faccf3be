import { useSyncExternalStore } from 'react';
import type { PlayerState, PlayerStore } from './player-store.ts';

/** One value of the state; the component renders again when it changes. */
export function usePlayerState<T extends string | number | boolean | null | object>(
  store: PlayerStore,
  select: (state: PlayerState) => T,
): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
