import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const updateAccount = defineRoute({
  method: 'PATCH',
  path: '/api/v1/admin/accounts/:id',
  operationId: 'updateAccount',
  summary: 'Give an account another role; tokens of the former one are refused everywhere within a second.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  body: z.strictObject({ role: accountSchema.shape.role }),
  answers: { 200: accountSchema },
  errors: ['identity.account_not_found', 'identity.last_administrator'],
  async handle(context: IdentityContext, { params, body, caller, address }) {
    const account = await context.accounts.changeRole(params.id, body.role, actorOf({ caller, address }));
    if (!account) throw identityErrors.account_not_found();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, account.id);
    context.log.info(
      { by: caller.accountId, accountId: account.id, role: account.role },
      'an account has another role',
    );
    return presentAccount(account);
  },
});
