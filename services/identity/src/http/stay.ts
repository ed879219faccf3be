import { defineRoute, kernelErrors, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const stay = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/deletion',
  operationId: 'stay',
  summary: 'Keep my account: it is not deleted, and what I published can be seen again.',
  policy: 'account',
  scopes: [],
  answers: { 200: accountSchema },
  async handle(context: IdentityContext, { caller }) {
    const account = await context.departures.keep(caller.accountId, await context.site());
    if (!account) throw kernelErrors.unauthenticated();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, account.id);
    return presentAccount(account);
  },
});
