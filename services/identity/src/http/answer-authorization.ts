import { defineRoute, kernelErrors, parseScopes } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import {
  AUTHORIZATION_ERRORS,
  authorizationParams,
  readAsked,
  readConsent,
  redirectAnswer,
} from './authorization-request.ts';

export const answerAuthorization = defineRoute({
  method: 'POST',
  path: '/api/v1/oauth/authorization',
  operationId: 'answerAuthorization',
  summary: 'Let an app in, or send it away: where the browser goes on to.',
  policy: 'account',
  scopes: [],
  // A bearer is asked for, which no other site can send: nobody is made to allow anything.
  body: z.strictObject({ params: authorizationParams, allow: z.boolean() }),
  answers: { 200: redirectAnswer },
  errors: AUTHORIZATION_ERRORS,
  async handle(context: IdentityContext, { body, caller, raw, reply }) {
    reply.header('cache-control', 'no-store');
    const { app, redirectUri, wanted, answer } = await readAsked(context, { params: body.params, raw });
    if (typeof wanted === 'string') return { redirectTo: answer({ error: wanted }) };
    if (!body.allow) return { redirectTo: answer({ error: 'access_denied' }) };
    const consent = await readConsent(context, { caller, app, wanted });
    if (!consent) throw kernelErrors.unauthenticated();
    if (consent.late) return { redirectTo: answer({ error: 'login_required' }) };
    if (parseScopes(consent.scopes).length === 0) return { redirectTo: answer({ error: 'invalid_scope' }) };
    const code = await context.grants.allow({
      app_id: app.id,
      account_id: caller.accountId,
      redirect_uri: redirectUri,
      challenge: wanted.challenge,
      scopes: consent.scopes,
      nonce: body.params.nonce ?? null,
      authenticated_at: consent.authenticatedAt,
      browser_session_id: caller.sessionId,
    });
    return { redirectTo: answer({ code }) };
  },
});
