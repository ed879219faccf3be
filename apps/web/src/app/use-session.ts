import type { Account } from '@kinora/sdk';
import { useSyncExternalStore } from 'react';
import { sessionStore } from './client.ts';

export function useSession() {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.get);
}

export function useAccount(): Account | null {
  const session = useSession();
  return session.state === 'known' ? session.account : null;
}

/** Viewers watch; all others upload as well. */
export function useMayPublish(): boolean {
  const account = useAccount();
  return account !== null && account.role !== 'viewer';
}
