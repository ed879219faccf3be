import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const removePasskey = defineRoute({
  method: 'POST',
  path: '/api/v1/me/passkeys/:id/removal',
  operationId: 'removePasskey',
  summary: 'Log in with one of my passkeys no more. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  body: proofBody,
  answers: { 204: null },
  errors: ['identity.passkey_not_found', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, params, body }) {
    const mine = await context.passkeys.list(caller.accountId);
    if (!mine.some(({ id }) => id === params.id)) throw identityErrors.passkey_not_found();
    const account = await proveAgain(context, { caller, address, body, purpose: 'remove-passkey' });
    if (!(await context.passkeys.remove(account, params.id, await context.site())))
      throw identityErrors.passkey_not_found();
  },
});
