import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';
import { managedAccountSchema, presentManagedAccount } from './present-account.ts';

export const deleteAccount = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/accounts/:id/deletion',
  operationId: 'deleteAccount',
  summary: 'Suspend an account and have everything of it deleted in two weeks, unless it is let in again until then.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  body: z.strictObject({ reason: z.string().trim().min(1, 'Say why.').max(500) }),
  answers: { 200: managedAccountSchema },
  errors: ['identity.account_not_found', 'identity.not_active', 'identity.not_yours', 'identity.not_yourself'],
  async handle(context: IdentityContext, { params, body, caller, address }) {
    const decider = { ...actorOf({ caller, address }), role: caller.role };
    const row = await context.decisions.delete(params.id, body.reason, decider, await context.site());
    context.removing.wake();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, row.id);
    return presentManagedAccount({ ...row, last_seen_at: null });
  },
});
