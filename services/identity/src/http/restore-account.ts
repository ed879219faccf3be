import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';
import { managedAccountSchema, presentManagedAccount } from './present-account.ts';

export const restoreAccount = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/accounts/:id/suspension',
  operationId: 'restoreAccount',
  summary: 'Let a suspended account in again.',
  policy: 'moderator',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  answers: { 200: managedAccountSchema },
  errors: ['identity.account_not_found', 'identity.not_yours'],
  async handle(context: IdentityContext, { params, caller, address }) {
    const decider = { ...actorOf({ caller, address }), role: caller.role };
    const row = await context.decisions.restore(params.id, decider, await context.site());
    return presentManagedAccount({ ...row, last_seen_at: null });
  },
});
