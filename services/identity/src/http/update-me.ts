import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { displayNameField } from './account-fields.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const updateMe = defineRoute({
  method: 'PATCH',
  path: '/api/v1/me',
  operationId: 'updateMe',
  summary: 'Change my name.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({ displayName: displayNameField }),
  answers: { 200: accountSchema },
  async handle(context: IdentityContext, { caller, body }) {
    const account = await context.accounts.rename(caller.accountId, body.displayName);
    if (!account) throw kernelErrors.unauthenticated();
    return presentAccount(account);
  },
});
