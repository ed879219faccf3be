import { channelsApi } from './channels.ts';
import type { Client } from './client.ts';
import { instanceApi } from './instance.ts';
import { playbackApi } from './playback.ts';
import type { TransportOptions } from './transport.ts';
import { absolute, createTransport } from './transport.ts';
import { videosApi } from './videos.ts';

/**
 * The same client, for pages: what a first page does not need is loaded by its first call, where a bundler puts it into
 * files of their own.
 */
export function createLateClient(options: TransportOptions): Client {
  const transport = createTransport(options);
  return {
    identity: late(async () => (await import('./identity.ts')).identityApi(transport)),
    security: late(async () => (await import('./security.ts')).securityApi(transport)),
    passkeys: late(async () => (await import('./passkeys.ts')).passkeysApi(transport)),
    apiTokens: late(async () => (await import('./api-tokens.ts')).apiTokensApi(transport)),
    exports: late(async () => (await import('./exports.ts')).exportsApi(transport)),
    apps: late(async () => (await import('./apps.ts')).appsApi(transport)),
    loginProviders: late(async () => (await import('./login-providers.ts')).loginProvidersApi(transport)),
    channels: channelsApi(transport),
    videos: videosApi(transport),
    viewerLists: late(async () => (await import('./viewer-lists.ts')).viewerListsApi(transport)),
    subscriptions: late(async () => (await import('./subscriptions.ts')).subscriptionsApi(transport)),
    reactions: late(async () => (await import('./reactions.ts')).reactionsApi(transport)),
    history: late(async () => (await import('./history.ts')).historyApi(transport)),
    reports: late(async () => (await import('./reports.ts')).reportsApi(transport)),
    comments: late(async () => (await import('./comments.ts')).commentsApi(transport)),
    captions: late(async () => (await import('./captions.ts')).captionsApi(transport)),
    uploads: late(async () => (await import('./uploads.ts')).uploadsApi(transport)),
    playback: playbackApi(transport),
    admin: late(async () => (await import('./admin.ts')).adminApi(transport)),
    instance: instanceApi(transport),
    mail: late(async () => (await import('./mail.ts')).mailApi(transport)),
    accessToken: () => transport.auth.accessToken(),
    renewedAccessToken: (refused) => transport.auth.renewed(refused),
    resetAuth: () => transport.auth.reset(),
    absoluteUrl: (path) => absolute(transport.baseUrl, path),
  };
}

type Asynchronous = { [name: string]: (...args: never[]) => Promise<unknown> };

/** Stands for an API of methods that all answer promises; one that could not be loaded is tried again by the next call. */
function late<Api extends { [Name in keyof Api]: Asynchronous[string] }>(load: () => Promise<Api>): Api {
  let loading: Promise<Api> | undefined;
  return new Proxy({} as Api, {
    get:
      (_target, name) =>
      async (...args: never[]) => {
        loading ??= load().catch((error: unknown) => {
          loading = undefined;
          throw error;
        });
        return (await loading)[name as keyof Api](...args);
      },
  });
}
