import { defineRoute, kernelErrors } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const deleteMyAvatar = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/avatar',
  operationId: 'deleteMyAvatar',
  summary: 'Take the picture of my account away.',
  policy: 'account',
  scopes: ['manage'],
  answers: { 200: accountSchema },
  async handle(context: IdentityContext, { caller }) {
    const account = await context.accounts.setAvatar(caller.accountId, null);
    if (!account) throw kernelErrors.unauthenticated();
    return presentAccount(account);
  },
});
