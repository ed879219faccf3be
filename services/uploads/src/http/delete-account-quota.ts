import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';

export const deleteAccountQuota = defineRoute({
  method: 'DELETE',
  path: '/api/v1/admin/storage/accounts/:id/quota',
  operationId: 'deleteAccountQuota',
  summary: 'The default quota counts for an account again.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().min(1).max(40) }),
  answers: { 204: null },
  async handle(context: UploadsContext, { params, caller, address }) {
    await context.quotas.set(params.id, undefined, actsOf(context.outbox, { caller, address }));
  },
});
