import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const removeTotp = defineRoute({
  method: 'POST',
  path: '/api/v1/me/totp/removal',
  operationId: 'removeTotp',
  summary: 'Ask for codes no more; the recovery codes go too. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  body: proofBody,
  answers: { 204: null },
  errors: ['identity.totp_absent', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body }) {
    const account = await proveAgain(context, { caller, address, body, purpose: 'remove-totp' });
    if (!(await context.secondSteps.remove(account, await context.site()))) throw identityErrors.totp_absent();
  },
});
