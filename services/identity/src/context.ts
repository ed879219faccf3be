import type { AppSettings, Clock, Cursors, Log } from '@kinora/kernel';
import type { Cache, PubSub } from '@kinora/ports';
import type { IdentityConfig } from './config.ts';
import type { AccountsStore } from './store/accounts-store.ts';
import type { SessionsStore } from './store/sessions-store.ts';
import type { SigningKeys } from './store/signing-keys.ts';

/** What identity's handlers may touch. */
export interface IdentityContext {
  config: IdentityConfig;
  app: AppSettings;
  accounts: AccountsStore;
  sessions: SessionsStore;
  signingKeys: SigningKeys;
  cursors: Cursors;
  cache: Cache;
  pubSub: PubSub;
  clock: Clock;
  log: Log;
}
