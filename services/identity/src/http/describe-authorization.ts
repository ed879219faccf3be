import { defineRoute, type GrantedScope, IDENTITY_SCOPES, parseScopes, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { AUTHORIZATION_ERRORS, authorizationParams, readAsked, readConsent } from './authorization-request.ts';

export const grantedScope = z.enum([...IDENTITY_SCOPES, ...SCOPES]);

export const describeAuthorization = defineRoute({
  method: 'GET',
  path: '/api/v1/oauth/authorization',
  operationId: 'describeAuthorization',
  summary: 'Which app asks for what, by the address that it sent the browser to; or where to go back to at once.',
  policy: 'public',
  scopes: [],
  query: authorizationParams,
  answers: {
    200: z.object({
      /** Null where somebody has to be asked. */
      redirectTo: z.string().nullable(),
      app: z.object({ name: z.string(), kind: z.enum(['native', 'tool']), host: z.string() }),
      scopes: z.array(grantedScope),
      /** The app wants a log-in that is newer than theirs. */
      logInAgain: z.boolean(),
      /** They have allowed all of it before. */
      allowed: z.boolean(),
    }),
  },
  errors: AUTHORIZATION_ERRORS,
  async handle(context: IdentityContext, { query, caller, raw, reply }) {
    reply.header('cache-control', 'no-store');
    const { app, wanted, answer, redirectUri } = await readAsked(context, { params: query, raw });
    const { protocol, host } = new URL(redirectUri);
    const shown = { name: app.name, kind: app.kind, host: host || protocol };
    const goBack = (redirectTo: string) => ({ redirectTo, app: shown, scopes: [], logInAgain: false, allowed: false });
    if (typeof wanted === 'string') return goBack(answer({ error: wanted }));
    const ask = (scopes: GrantedScope[], more: { logInAgain?: boolean; allowed?: boolean } = {}) => ({
      redirectTo: null,
      app: shown,
      scopes,
      logInAgain: more.logInAgain ?? false,
      allowed: more.allowed ?? false,
    });
    if (caller.kind === 'visitor')
      return wanted.silent ? goBack(answer({ error: 'login_required' })) : ask(wanted.scopes);
    const consent = await readConsent(context, { caller, app, wanted });
    if (!consent || (consent.late && wanted.silent)) return goBack(answer({ error: 'login_required' }));
    if (consent.late) return ask(wanted.scopes, { logInAgain: true });
    if (wanted.silent && !consent.allowed) return goBack(answer({ error: 'consent_required' }));
    return ask(parseScopes(consent.scopes), { allowed: consent.allowed });
  },
});
