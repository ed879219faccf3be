import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';

export const deleteInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/invitations/:id',
  operationId: 'deleteInvitation',
  summary: 'Withdraw an invitation; its link is of no use any more.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  answers: { 204: null },
  errors: ['identity.invitation_not_found'],
  async handle(context: IdentityContext, { params, caller, address }) {
    const revoked = await context.invitations.revoke(params.id, actorOf({ caller, address }));
    if (!revoked) throw identityErrors.invitation_not_found();
  },
});
