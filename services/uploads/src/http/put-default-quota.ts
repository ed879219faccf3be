import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';

export const putDefaultQuota = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/storage/quota',
  operationId: 'putDefaultQuota',
  summary: 'The quota of accounts that have none of their own; null lets them keep as much as there is room for.',
  policy: 'admin',
  scopes: ['admin'],
  body: z.strictObject({ quotaBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable() }),
  answers: { 204: null },
  async handle(context: UploadsContext, { body, caller, address }) {
    await context.quotas.setDefault(body.quotaBytes, actsOf(context.outbox, { caller, address }));
  },
});
