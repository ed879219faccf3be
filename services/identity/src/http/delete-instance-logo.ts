import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';
import { instanceSchema, presentInstance } from './instance-schemas.ts';

export const deleteInstanceLogo = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/instance/logo',
  operationId: 'deleteInstanceLogo',
  summary: 'Take the logo of this site away.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: instanceSchema },
  async handle(context: IdentityContext, { caller, address }) {
    return presentInstance(await context.instance.setLogo(null, actorOf({ caller, address })));
  },
});
