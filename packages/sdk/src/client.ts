import { adminApi } from './admin.ts';
import { apiTokensApi } from './api-tokens.ts';
import { appsApi } from './apps.ts';
import { captionsApi } from './captions.ts';
import { channelsApi } from './channels.ts';
import { commentsApi } from './comments.ts';
import { exportsApi } from './exports.ts';
import { historyApi } from './history.ts';
import { identityApi } from './identity.ts';
import { instanceApi } from './instance.ts';
import { loginProvidersApi } from './login-providers.ts';
import { mailApi } from './mail.ts';
import { passkeysApi } from './passkeys.ts';
import { playbackApi } from './playback.ts';
import { reactionsApi } from './reactions.ts';
import { reportsApi } from './reports.ts';
import { securityApi } from './security.ts';
import { subscriptionsApi } from './subscriptions.ts';
import type { TransportOptions } from './transport.ts';
import { absolute, createTransport } from './transport.ts';
import { uploadsApi } from './uploads.ts';
import { videosApi } from './videos.ts';
import { viewerListsApi } from './viewer-lists.ts';

/** Every method throws ApiError for a refusal and ConnectionError where there was no answer. */
export function createClient(options: TransportOptions) {
  const transport = createTransport(options);
  return {
    identity: identityApi(transport),
    security: securityApi(transport),
    passkeys: passkeysApi(transport),
    apiTokens: apiTokensApi(transport),
    exports: exportsApi(transport),
    apps: appsApi(transport),
    loginProviders: loginProvidersApi(transport),
    channels: channelsApi(transport),
    videos: videosApi(transport),
    viewerLists: viewerListsApi(transport),
    subscriptions: subscriptionsApi(transport),
    reactions: reactionsApi(transport),
    comments: commentsApi(transport),
    reports: reportsApi(transport),
    history: historyApi(transport),
    captions: captionsApi(transport),
    uploads: uploadsApi(transport),
    playback: playbackApi(transport),
    admin: adminApi(transport),
    instance: instanceApi(transport),
    mail: mailApi(transport),
    /** For what does not go through this client, such as a tus library. */
    accessToken: () => transport.auth.accessToken(),
    renewedAccessToken: (refused: string) => transport.auth.renewed(refused),
    /** Forgets the access token, so that the next call asks who is signed in. */
    resetAuth: () => transport.auth.reset(),
    /** The full address of a path that the server gave. */
    absoluteUrl: (path: string) => absolute(transport.baseUrl, path),
  };
}

export type Client = ReturnType<typeof createClient>;
