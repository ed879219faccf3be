import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';

export const deleteMailSettings = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/mail',
  operationId: 'deleteMailSettings',
  summary: 'Forget the mail server; what the environment says counts again.',
  policy: 'admin',
  scopes: [],
  answers: { 204: null },
  async handle(context: IdentityContext, { caller, address }) {
    await context.mailSettings.remove(actorOf({ caller, address }));
  },
});
