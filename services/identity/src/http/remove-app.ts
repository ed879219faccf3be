import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';

export const removeApp = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/apps/:id',
  operationId: 'removeApp',
  summary: 'Let a program in no more; what people gave it is refused everywhere within a second.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['identity.app_not_found'],
  async handle(context: IdentityContext, { params, caller, address }) {
    if (!(await context.apps.remove(params.id, actorOf({ caller, address })))) throw identityErrors.app_not_found();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, params.id);
  },
});
