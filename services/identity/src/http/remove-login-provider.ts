import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';

export const removeLoginProvider = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/login-providers/:id',
  operationId: 'removeLoginProvider',
  summary: 'Let nobody log in from this provider any more; sessions stay.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['identity.provider_not_found'],
  async handle(context: IdentityContext, { params, caller, address }) {
    if (!(await context.providers.remove(params.id, actorOf({ caller, address }))))
      throw identityErrors.provider_not_found();
  },
});
