import {
  AccessRevokedSchema,
  AccountDeletedSchema,
  AccountRegisteredSchema,
  AccountUpdatedSchema,
} from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { createCursors, defineService, startLoop } from '@kinora/kernel';
import { identityConfig } from './config.ts';
import type { IdentityContext } from './context.ts';
import { changePassword } from './http/change-password.ts';
import { createAccount } from './http/create-account.ts';
import { createSession } from './http/create-session.ts';
import { deleteCurrentSession } from './http/delete-current-session.ts';
import { deleteOtherSessions } from './http/delete-other-sessions.ts';
import { deleteSession } from './http/delete-session.ts';
import { getJwksDocument } from './http/get-jwks-document.ts';
import { getMe } from './http/get-me.ts';
import { getSetup } from './http/get-setup.ts';
import { issueAccessToken } from './http/issue-access-token.ts';
import { issueDeviceTokens } from './http/issue-device-tokens.ts';
import { listAccounts } from './http/list-accounts.ts';
import { listSessions } from './http/list-sessions.ts';
import { refreshDeviceTokens } from './http/refresh-device-tokens.ts';
import { revokeDeviceTokens } from './http/revoke-device-tokens.ts';
import { updateAccount } from './http/update-account.ts';
import { updateMe } from './http/update-me.ts';
import { getAccounts } from './rpc/get-accounts.ts';
import { getJwks } from './rpc/get-jwks.ts';
import { revokedSince } from './rpc/revoked-since.ts';
import { offerSetupLink } from './setup-link.ts';
import { AccountsStore } from './store/accounts-store.ts';
import { SessionsStore } from './store/sessions-store.ts';
import { SigningKeys } from './store/signing-keys.ts';
import type { IdentityTables } from './store/tables.ts';

export const identity = defineService({
  name: 'identity',
  owns: 'accounts, credentials, sessions, signing keys, roles',
  config: identityConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 4,
  routes: [
    changePassword,
    createAccount,
    createSession,
    deleteCurrentSession,
    deleteOtherSessions,
    deleteSession,
    getJwksDocument,
    getMe,
    getSetup,
    issueAccessToken,
    issueDeviceTokens,
    listAccounts,
    listSessions,
    refreshDeviceTokens,
    revokeDeviceTokens,
    updateAccount,
    updateMe,
  ],
  provides: { service: IdentityService, methods: [getAccounts, getJwks, revokedSince] },
  calls: { identity: IdentityService },
  emits: [AccountRegisteredSchema, AccountUpdatedSchema, AccountDeletedSchema, AccessRevokedSchema],
  listens: [],
  async start({ app, config, database, outbox, cache, pubSub, clock, log, secret }) {
    const db = database<IdentityTables>();
    const sessions = new SessionsStore({ database: db, outbox, days: config.SESSION_DAYS });
    const context: IdentityContext = {
      app,
      config,
      accounts: new AccountsStore({ database: db, outbox }),
      sessions,
      signingKeys: new SigningKeys({ database: db, maxAgeDays: config.SIGNING_KEY_DAYS }),
      cursors: createCursors(await secret('identity-cursors')),
      cache,
      pubSub,
      clock,
      log,
    };
    await offerSetupLink(context);
    const cleaning = startLoop({
      name: 'identity cleaning',
      log,
      idleMs: 3_600_000,
      run: async () => {
        await sessions.clean();
        return false;
      },
    });
    return { context, stop: cleaning.stop };
  },
});
