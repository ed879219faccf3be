import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { leaveToProvider } from './leave-to-provider.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const startProviderLink = defineRoute({
  method: 'POST',
  path: '/api/v1/me/login-providers/:id/start',
  operationId: 'startProviderLink',
  summary:
    'Where to send the browser so that an account elsewhere logs in to mine. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  body: proofBody,
  answers: { 200: z.object({ url: z.string() }) },
  errors: ['identity.provider_not_found', 'identity.provider_unreachable', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, params, body, raw, reply, address }) {
    if (!(await context.providers.find(params.id))) throw identityErrors.provider_not_found();
    const { id: accountId } = await proveAgain(context, { caller, address, body, purpose: 'link-provider' });
    const next = '/settings/security';
    const { url, cookie } = await leaveToProvider(context, { providerId: params.id, accountId, next, raw });
    reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return { url };
  },
});
