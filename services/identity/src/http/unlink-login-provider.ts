import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const unlinkLoginProvider = defineRoute({
  method: 'POST',
  path: '/api/v1/me/login-providers/:id/removal',
  operationId: 'unlinkLoginProvider',
  // Who shows a password or a code has another way in: this is never the last one.
  summary: 'Log in with that account elsewhere no more. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  body: proofBody,
  answers: { 204: null },
  errors: ['identity.provider_not_found', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, params, body, address }) {
    const links = await context.providers.linksOf(caller.accountId);
    if (!links.some((link) => link.provider_id === params.id)) throw identityErrors.provider_not_found();
    const account = await proveAgain(context, { caller, address, body, purpose: 'unlink-provider' });
    if (!(await context.providers.unlink(account, params.id, await context.site())))
      throw identityErrors.provider_not_found();
  },
});
