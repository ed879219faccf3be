import { defineRoute, kernelErrors, SCOPES } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const getMe = defineRoute({
  method: 'GET',
  path: '/api/v1/me',
  operationId: 'getMe',
  summary: 'My account.',
  policy: 'account',
  scopes: SCOPES,
  answers: { 200: accountSchema },
  async handle(context: IdentityContext, { caller }) {
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    return presentAccount(account);
  },
});
