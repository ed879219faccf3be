import { type Account, createLateClient, sessionAuth } from '@kinora/sdk';
import { pageLanguage } from './languages.ts';

type Session = { state: 'unknown' } | { state: 'anonymous' } | { state: 'known'; account: Account };

/** The page came to a browser without a session: nobody is there to ask about. */
const isVisitor = document.querySelector<HTMLMetaElement>('meta[name="kinora-visitor"]')?.content === 'nobody';

let session: Session = { state: isVisitor ? 'anonymous' : 'unknown' };
const listeners = new Set<() => void>();

/** Who is signed in on this page. */
export const sessionStore = {
  get: (): Session => session,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(account: Account | null): void {
    const before = session.state === 'known' ? session.account : null;
    if (session.state !== 'unknown' && JSON.stringify(before) === JSON.stringify(account)) return;
    session = account ? { state: 'known', account } : { state: 'anonymous' };
    for (const listener of listeners) listener();
  },
};

export const client = createLateClient({
  baseUrl: '',
  auth: sessionAuth({ nobody: isVisitor, onAccount: (account) => sessionStore.set(account) }),
  language: pageLanguage,
});

// Signing in or out in one tab is so in all.
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kinora.session');
channel?.addEventListener('message', () => {
  client.resetAuth();
  void askWho();
});

export function tellOtherTabs(): void {
  channel?.postMessage('changed');
}

/** Asks once at the start; a server that is away leaves it unknown, and the next call asks again. */
export async function askWho(): Promise<void> {
  await client.accessToken().catch(() => {});
}
