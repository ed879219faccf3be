import type { AccountCaller } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import {
  type AuthorizationError,
  backToApp,
  readAuthorizationRequest,
  type Wanted,
} from '../domain/authorization-request.ts';
import { matchesRedirectUri } from '../domain/redirect-uri.ts';
import { identityErrors } from '../errors.ts';
import type { AppRow } from '../store/apps-store.ts';
import { issuerOf } from './issuer-of.ts';
import type { originOf } from './origin-of.ts';

const text = z.string().max(2000).optional();

/** As it is in the address of the page. */
export const authorizationParams = z.object({
  client_id: z.string().max(100).optional(),
  redirect_uri: text,
  response_type: text,
  response_mode: text,
  scope: text,
  state: text,
  nonce: text,
  code_challenge: text,
  code_challenge_method: text,
  prompt: text,
  max_age: text,
  request: z.string().optional(),
  request_uri: text,
});
type Params = z.infer<typeof authorizationParams>;

export const redirectAnswer = z.object({ redirectTo: z.string() });
export const AUTHORIZATION_ERRORS = ['identity.app_unknown', 'identity.app_redirect_unknown'] as const;

export interface Asked {
  app: AppRow;
  redirectUri: string;
  wanted: Wanted | AuthorizationError;
  /** Back to the app with a code, or with what keeps it from one. */
  answer(result: { code: string } | { error: AuthorizationError }): string;
}

/** Throws one of `AUTHORIZATION_ERRORS`: who is not known, or wants to go elsewhere, is sent nowhere. */
export async function readAsked(
  context: IdentityContext,
  { params, raw }: { params: Params; raw: Parameters<typeof originOf>[1] },
): Promise<Asked> {
  const app = params.client_id ? await context.apps.find(params.client_id) : undefined;
  if (!app) throw identityErrors.app_unknown();
  const { redirect_uri: redirectUri, state } = params;
  if (redirectUri === undefined || !matchesRedirectUri(redirectUri, app.redirect_uris, app.kind))
    throw identityErrors.app_redirect_unknown();
  const iss = await issuerOf(context, raw);
  return {
    app,
    redirectUri,
    wanted: readAuthorizationRequest(params, app.kind),
    answer: (result) => backToApp(redirectUri, { ...result, state, iss }),
  };
}

/** What the app may be given by who is asked, and when they have logged in; undefined where that is over. */
export async function readConsent(
  context: IdentityContext,
  { caller, app, wanted }: { caller: AccountCaller; app: AppRow; wanted: Wanted },
): Promise<{ scopes: string; authenticatedAt: Date; allowed: boolean; late: boolean } | undefined> {
  const authenticatedAt = await context.grants.authenticatedAt(caller.accountId, caller.sessionId);
  if (!authenticatedAt) return undefined;
  const mayAdminister = caller.role === 'admin' || caller.role === 'moderator';
  const words: string[] = wanted.scopes.filter((scope) => scope !== 'admin' || mayAdminister);
  if (wanted.offline) words.push('offline_access');
  const given = (await context.grants.find(caller.accountId, app.id))?.scopes.split(' ') ?? [];
  const ageS = (context.clock.now() - authenticatedAt.getTime()) / 1000;
  return {
    scopes: words.join(' '),
    authenticatedAt,
    allowed: !wanted.ask && words.every((word) => given.includes(word)),
    late: wanted.maxAgeS !== undefined && ageS > wanted.maxAgeS,
  };
}
