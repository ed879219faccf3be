import type { AppSettings, Clock, Cursors, Log, Loop } from '@kinora/kernel';
import type { BlobStore, Cache, MailTransport, PubSub } from '@kinora/ports';
import type { IdentityConfig } from './config.ts';
import type { MailSite } from './domain/mail-texts.ts';
import type { ProviderClient } from './provider-client.ts';
import type { AccountDecisions } from './store/account-decisions.ts';
import type { AccountsStore } from './store/accounts-store.ts';
import type { ApiTokensStore } from './store/api-tokens-store.ts';
import type { AppGrantsStore } from './store/app-grants-store.ts';
import type { AppsStore } from './store/apps-store.ts';
import type { AuditLog } from './store/audit-log.ts';
import type { ChallengesStore } from './store/challenges-store.ts';
import type { DeparturesStore } from './store/departures-store.ts';
import type { ExportsStore } from './store/exports-store.ts';
import type { IdTokens } from './store/id-tokens.ts';
import type { InstanceStore } from './store/instance-store.ts';
import type { InvitationsStore } from './store/invitations-store.ts';
import type { LinksStore } from './store/links-store.ts';
import type { MailSettings } from './store/mail-settings.ts';
import type { MailsStore } from './store/mails-store.ts';
import type { PasskeysStore } from './store/passkeys-store.ts';
import type { ProvidersStore } from './store/providers-store.ts';
import type { SecondStepStore } from './store/second-step-store.ts';
import type { SessionsStore } from './store/sessions-store.ts';
import type { SigningKeys } from './store/signing-keys.ts';

/** What identity's handlers may touch. */
export interface IdentityContext {
  config: IdentityConfig;
  app: AppSettings;
  accounts: AccountsStore;
  sessions: SessionsStore;
  secondSteps: SecondStepStore;
  challenges: ChallengesStore;
  passkeys: PasskeysStore;
  apiTokens: ApiTokensStore;
  apps: AppsStore;
  grants: AppGrantsStore;
  idTokens: IdTokens;
  /** Accounts that may be asked for from one address. */
  registrationsPerHour: number;
  providers: ProvidersStore;
  providerClient: ProviderClient;
  signingKeys: SigningKeys;
  links: LinksStore;
  invitations: InvitationsStore;
  decisions: AccountDecisions;
  departures: DeparturesStore;
  exports: ExportsStore;
  /** Signs addresses of archives. */
  exportSecret: Uint8Array;
  blobs: BlobStore;
  /** Removes accounts whose time is over. */
  removing: Pick<Loop, 'wake'>;
  instance: InstanceStore;
  auditLog: AuditLog;
  mails: MailsStore;
  mailSettings: MailSettings;
  mailTransport: MailTransport;
  /** As mails name it. */
  site(): Promise<MailSite>;
  cursors: Cursors;
  cache: Cache;
  pubSub: PubSub;
  clock: Clock;
  log: Log;
}
