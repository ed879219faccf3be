import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

/** Shown once; only their hashes are kept. */
export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()) });

export const renewRecoveryCodes = defineRoute({
  method: 'POST',
  path: '/api/v1/me/recovery-codes',
  operationId: 'renewRecoveryCodes',
  summary: 'Ten new recovery codes; those before do not work any more.',
  policy: 'account',
  scopes: [],
  body: proofBody,
  answers: { 201: recoveryCodesAnswer },
  errors: ['identity.totp_absent', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body, reply }) {
    const account = await proveAgain(context, { caller, address, body, purpose: 'renew-recovery-codes' });
    const recoveryCodes = await context.secondSteps.renewCodes(account, await context.site());
    if (!recoveryCodes) throw identityErrors.totp_absent();
    reply.code(201).header('cache-control', 'no-store');
    return { recoveryCodes };
  },
});
