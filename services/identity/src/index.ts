import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { HistoryService } from '@kinora/contracts/kinora/history/v1/history_pb.ts';
import {
  AccessRevokedSchema,
  AccountDeletedSchema,
  AccountRegisteredSchema,
  AccountUpdatedSchema,
} from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, startLoop } from '@kinora/kernel';
import { identityConfig } from './config.ts';
import { onActPerformed } from './consumers/on-act-performed.ts';
import type { IdentityContext } from './context.ts';
import { relyingParty } from './domain/relying-party.ts';
import { mailPreset } from './mail-preset.ts';
import { MailLanguages } from './mail-words.ts';
import { type ExportMaking, makeNextExport } from './make-exports.ts';
import { createProviderClient } from './provider-client.ts';
import { routes } from './routes.ts';
import { getAccounts } from './rpc/get-accounts.ts';
import { getJwks } from './rpc/get-jwks.ts';
import { getProvedAddress } from './rpc/get-proved-address.ts';
import { getSite } from './rpc/get-site.ts';
import { lookUpApiToken } from './rpc/look-up-api-token.ts';
import { proveAgain } from './rpc/prove-again.ts';
import { revokedSince } from './rpc/revoked-since.ts';
import { sendNextMail } from './send-mails.ts';
import { offerSetupLink } from './setup-link.ts';
import { AccountDecisions } from './store/account-decisions.ts';
import { AccountsStore } from './store/accounts-store.ts';
import { ApiTokensStore } from './store/api-tokens-store.ts';
import { AppGrantsStore } from './store/app-grants-store.ts';
import { AppsStore } from './store/apps-store.ts';
import { AuditLog } from './store/audit-log.ts';
import { ChallengesStore } from './store/challenges-store.ts';
import { DeparturesStore } from './store/departures-store.ts';
import { ExportsStore } from './store/exports-store.ts';
import { IdTokens } from './store/id-tokens.ts';
import { InstanceStore } from './store/instance-store.ts';
import { InvitationsStore } from './store/invitations-store.ts';
import { LinksStore } from './store/links-store.ts';
import { MailSettings } from './store/mail-settings.ts';
import { MailsStore } from './store/mails-store.ts';
import { PasskeysStore } from './store/passkeys-store.ts';
import { ProvidersStore } from './store/providers-store.ts';
import { SecondStepStore } from './store/second-step-store.ts';
import { SessionsStore } from './store/sessions-store.ts';
import { SigningKeys } from './store/signing-keys.ts';
import type { IdentityTables } from './store/tables.ts';

export const identity = defineService({
  name: 'identity',
  owns: 'accounts, credentials, passkeys, tokens, apps, second steps of logging in, sessions, signing keys, roles, invitations, mail, the name and looks of the site, the audit log',
  config: identityConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 4,
  routes,
  provides: {
    service: IdentityService,
    methods: [getAccounts, getJwks, getProvedAddress, getSite, lookUpApiToken, proveAgain, revokedSince],
  },
  calls: {
    identity: IdentityService,
    channels: ChannelsService,
    videos: VideosService,
    uploads: UploadsService,
    playback: PlaybackService,
    history: HistoryService,
    interactions: InteractionsService,
    subscriptions: SubscriptionsService,
  },
  emits: [ActPerformedSchema, AccountRegisteredSchema, AccountUpdatedSchema, AccountDeletedSchema, AccessRevokedSchema],
  listens: [onActPerformed],
  async start({ app, blobs, clients, config, database, outbox, cache, pubSub, mail, clock, log, outbound, secret }) {
    const db = database<IdentityTables>();
    const mailSecret = await secret('identity-mail');
    const mails = new MailsStore({ database: db, secret: mailSecret, languages: new MailLanguages() });
    const links = new LinksStore({ database: db, outbox, mails });
    const instance = new InstanceStore({ database: db, name: config.INSTANCE_NAME });
    const sessions = new SessionsStore({ database: db, outbox, days: config.SESSION_DAYS, links, mails });
    const challenges = new ChallengesStore({ database: db });
    const logInSecret = await secret('identity-log-in');
    const providers = new ProvidersStore({ database: db, secret: logInSecret, mails });
    const passkeys = new PasskeysStore({ database: db, mails });
    const grants = new AppGrantsStore({ database: db, outbox, days: config.SESSION_DAYS });
    const apiTokens = new ApiTokensStore({ database: db, outbox, mails });
    const mailSettings = new MailSettings({ database: db, secret: mailSecret, preset: mailPreset(config) });
    const site = async () => {
      const { name, address } = await instance.get();
      return { name, url: app.publicUrl ?? address ?? app.localUrl() };
    };
    const departures = new DeparturesStore({ database: db, outbox, mails });
    const exports = new ExportsStore({ database: db, mails });
    const removing = startLoop({
      name: 'removing accounts',
      log,
      idleMs: 1000,
      run: async () => {
        if (!(await departures.removeNext(await site()))) return (await departures.isAnyLeaving()) ? false : 'quiet';
        exports.wake();
        return true;
      },
    });
    departures.onAsked(removing.wake);
    const context: IdentityContext = {
      app,
      config,
      accounts: new AccountsStore({ database: db, outbox, links }),
      sessions,
      secondSteps: new SecondStepStore({ database: db, secret: logInSecret, mails, clock }),
      challenges,
      passkeys,
      apiTokens,
      apps: new AppsStore({ database: db, outbox }),
      grants,
      idTokens: new IdTokens({ database: db, maxAgeDays: config.SIGNING_KEY_DAYS }),
      providers,
      providerClient: createProviderClient(outbound),
      registrationsPerHour: config.REGISTRATIONS_PER_HOUR,
      signingKeys: new SigningKeys({ database: db, maxAgeDays: config.SIGNING_KEY_DAYS }),
      links,
      invitations: new InvitationsStore({ database: db, mails }),
      decisions: new AccountDecisions({ database: db, outbox, mails }),
      departures,
      exports,
      exportSecret: await secret('identity-exports'),
      blobs,
      removing,
      instance,
      auditLog: new AuditLog({ database: db }),
      mails,
      mailSettings,
      mailTransport: mail,
      site,
      cursors: createCursors(await secret('identity-cursors')),
      cache,
      pubSub,
      clock,
      log,
    };
    await offerSetupLink(context);
    if (!relyingParty(app.publicUrl, 'http://localhost'))
      log.warn('passkeys are not offered: they need a PUBLIC_URL with https and a name');
    const cleaning = startLoop({
      name: 'identity cleaning',
      log,
      idleMs: 3_600_000,
      run: async () => {
        await sessions.clean();
        await challenges.clean();
        await apiTokens.clean();
        await grants.clean();
        await passkeys.clean();
        await providers.clean();
        await links.clean();
        await mails.clean();
        return false;
      },
    });
    const sending = startLoop({
      name: 'sending mail',
      log,
      idleMs: 500,
      run: (signal) =>
        sendNextMail(
          { mails, settings: mailSettings, transport: mail, siteName: async () => (await site()).name, log },
          signal,
        ),
    });
    mails.onQueued(sending.wake);
    const resetting = startLoop({
      name: 'password resets',
      log,
      idleMs: 60_000,
      run: async () => (await links.answerResetRequest(await site())) || 'quiet',
    });
    links.onResetRequested(resetting.wake);
    const { accounts, secondSteps } = context;
    const { channels, videos, uploads, playback, subscriptions, interactions, history } = clients;
    const making: ExportMaking = {
      exports,
      own: { accounts, apiTokens, passkeys, providers, secondSteps, sessions },
      others: [channels, videos, uploads, playback, subscriptions, interactions, history],
      films: playback,
      blobs,
      site,
      log,
    };
    const exporting = startLoop({
      name: 'archives of accounts',
      log,
      idleMs: 1000,
      run: (signal) => makeNextExport(making, signal),
    });
    exports.onChanged(exporting.wake);
    const stop = async () => {
      await Promise.all([cleaning.stop(), exporting.stop(), removing.stop(), sending.stop(), resetting.stop()]);
    };
    return { context, stop };
  },
});
