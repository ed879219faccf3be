import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';

export const endMyApp = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/apps/:id',
  operationId: 'endMyApp',
  summary: 'Send an app away that I have let in; what it has is refused everywhere within a second.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['identity.app_not_found'],
  async handle(context: IdentityContext, { caller, params }) {
    if (!(await context.grants.end(caller.accountId, params.id))) throw identityErrors.app_not_found();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, caller.accountId);
  },
});
