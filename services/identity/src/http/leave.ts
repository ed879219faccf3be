import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const leave = defineRoute({
  method: 'POST',
  path: '/api/v1/me/deletion',
  operationId: 'leave',
  summary:
    'Have my account deleted in two weeks; until then nobody else sees what I published, and I can log in and keep it. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  body: proofBody,
  answers: { 202: z.object({ leavesAt: z.string() }) },
  errors: ['identity.last_administrator', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body, reply }) {
    const account = await proveAgain(context, { caller, address, body, purpose: 'leave' });
    const { leaves_at: leavesAt } = await context.departures.ask(account.id, await context.site());
    await context.pubSub.publish(REVOCATIONS_CHANNEL, account.id);
    if (!leavesAt) throw new Error('Whoever leaves does so at a time.');
    reply.code(202);
    return { leavesAt: leavesAt.toISOString() };
  },
});
