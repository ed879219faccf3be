import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { totpUri } from '../domain/totp.ts';
import { identityErrors } from '../errors.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const offerTotp = defineRoute({
  method: 'POST',
  path: '/api/v1/me/totp',
  operationId: 'offerTotp',
  summary: 'A new secret for an authenticator app; it counts once a code of the app has confirmed it.',
  policy: 'account',
  scopes: [],
  body: proofBody,
  answers: { 201: z.object({ secret: z.string(), uri: z.string() }) },
  errors: ['identity.totp_present', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body, reply }) {
    const account = await proveAgain(context, { caller, address, body, purpose: 'add-totp' });
    const secret = await context.secondSteps.offer(account.id);
    if (!secret) throw identityErrors.totp_present();
    const { name } = await context.site();
    reply.code(201).header('cache-control', 'no-store');
    return { secret, uri: totpUri(secret, { issuer: name, label: account.email }) };
  },
});
