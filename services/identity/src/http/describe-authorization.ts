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
    const goBack = (redirectTo: string) => ({ redirectTo, app: shown, scopes: [], allowed: false });
    if (typeof wanted === 'string') return goBack(answer({ error: wanted }));
    const ask = (scopes: GrantedScope[], allowed: boolean) => ({ redirectTo: null, app: shown, scopes, allowed });
    if (caller.kind === 'visitor')
      return wanted.silent ? goBack(answer({ error: 'login_required' })) : ask(wanted.scopes, false);
    const consent = await readConsent(context, { caller, app, wanted });
    if (!consent || consent.late) return goBack(answer({ error: 'login_required' }));
    if (wanted.silent && !consent.allowed) return goBack(answer({ error: 'consent_required' }));
    return ask(parseScopes(consent.scopes), consent.allowed);
  },
});
