import { defineRoute, kernelErrors } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { limitPerHour } from './limit-per-hour.ts';

export const sendVerification = defineRoute({
  method: 'POST',
  path: '/api/v1/me/email/verification',
  operationId: 'sendVerification',
  summary: 'Send the link that confirms my address again; links before it are over.',
  policy: 'account',
  scopes: [],
  answers: { 202: null },
  errors: ['identity.address_verified', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { caller, reply }) {
    await limitPerHour(context, { what: 'verification', by: caller.accountId, most: 10 });
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    if (account.email_verified_at) throw identityErrors.address_verified();
    await context.links.sendVerificationAgain(account, await context.site());
    reply.code(202);
  },
});
