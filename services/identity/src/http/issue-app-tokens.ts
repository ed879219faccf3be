import { createHash } from 'node:crypto';
import { AppError, defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import type { CodeRow } from '../store/app-grants-store.ts';
import type { AppRow } from '../store/apps-store.ts';
import type { Device, SessionRow } from '../store/sessions-store.ts';
import { ACCESS_TOKEN_S } from '../store/signing-keys.ts';
import { claimsFor } from './app-claims.ts';
import { answerApp, FORM_BODY, fieldOf, OauthRefusal, oauthErrorSchema } from './app-request.ts';
import { issuerOf } from './issuer-of.ts';
import { signFor } from './sign-for.ts';

const INVALID_GRANT = 'It is not valid any more, or was given to somebody else.';

export const issueAppTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/oauth/token',
  operationId: 'issueAppTokens',
  summary:
    'What apps trade a code or a refresh token for (RFC 6749 §4.1.3 and §6); a code that is shown twice ends all of it.',
  policy: 'own-token',
  rawBody: FORM_BODY,
  answers: {
    200: z.object({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.int(),
      scope: z.string(),
      refresh_token: z.string().optional(),
      id_token: z.string().optional(),
    }),
    400: oauthErrorSchema,
    401: oauthErrorSchema,
  },
  handle(context: IdentityContext, { raw, reply, address }) {
    return answerApp(context, { raw, reply }, async (app, form) => {
      const grantType = fieldOf(form, 'grant_type');
      if (grantType === 'refresh_token') return refresh(context, app, form);
      if (grantType !== 'authorization_code')
        throw new OauthRefusal('unsupported_grant_type', 'It takes authorization_code or refresh_token.');
      const device = { userAgent: raw.headers['user-agent'] ?? '', address };
      const { code, session, account, refreshToken } = await redeem(context, { app, form, device });
      const isOpenid = code.scopes.split(' ').includes('openid');
      return {
        ...(await tokensFor(context, { account, session })),
        ...(refreshToken ? { refresh_token: refreshToken } : {}),
        ...(isOpenid
          ? { id_token: await idTokenFor(context, { app, code, account, issuer: await issuerOf(context, raw) }) }
          : {}),
      };
    });
  },
});

async function redeem(
  context: IdentityContext,
  { app, form, device }: { app: AppRow; form: Map<string, string>; device: Device },
) {
  const verifier = form.get('code_verifier');
  const redirectUri = fieldOf(form, 'redirect_uri');
  const redeemed = await context.grants
    .redeem({
      app,
      code: fieldOf(form, 'code'),
      proves: (code) => code.redirect_uri === redirectUri && isVerifierOf(code.challenge, verifier),
      device,
    })
    .catch(asRefusal);
  if (redeemed.kind === 'good') return redeemed;
  // Nobody should wait for the next poll.
  if (redeemed.kind === 'reused') await context.pubSub.publish(REVOCATIONS_CHANNEL, app.id);
  throw new OauthRefusal('invalid_grant', INVALID_GRANT);
}

async function refresh(context: IdentityContext, app: AppRow, form: Map<string, string>) {
  try {
    const { session, account, refreshToken } = await context.sessions.rotate(fieldOf(form, 'refresh_token'), app.id);
    await context.grants.used(account.id, app.id);
    return { ...(await tokensFor(context, { account, session })), refresh_token: refreshToken };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A detected reuse has revoked the session.
    await context.pubSub.publish(REVOCATIONS_CHANNEL, app.id);
    return asRefusal(error);
  }
}

async function tokensFor(context: IdentityContext, of: { account: AccountRow; session: SessionRow }) {
  const { accessToken } = await signFor(context, of);
  return {
    access_token: accessToken,
    token_type: 'Bearer' as const,
    expires_in: ACCESS_TOKEN_S,
    scope: of.session.scopes ?? '',
  };
}

function idTokenFor(
  context: IdentityContext,
  { app, code, account, issuer }: { app: AppRow; code: CodeRow; account: AccountRow; issuer: string },
): Promise<string> {
  return context.idTokens.sign({
    issuer,
    appId: app.id,
    accountId: account.id,
    nonce: code.nonce,
    authenticatedAt: code.authenticated_at,
    claims: claimsFor(account, code.scopes),
  });
}

/** RFC 7636 §4.6. A verifier for a code that was asked for without one means that the question was changed on its way. */
function isVerifierOf(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined;
  return /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Accounts that may not come in, and tokens that are over, are `invalid_grant` to apps. */
function asRefusal(error: unknown): never {
  if (error instanceof AppError && error.code.startsWith('identity.'))
    throw new OauthRefusal('invalid_grant', INVALID_GRANT);
  throw error;
}
