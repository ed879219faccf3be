import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { presentUsage, usageSchema } from './get-my-storage.ts';

export const putAccountQuota = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/storage/accounts/:id/quota',
  operationId: 'putAccountQuota',
  summary: 'Give an account a quota of its own; null lets it keep as much as there is room for.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string().min(1).max(40) }),
  body: z.strictObject({ quotaBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable() }),
  answers: { 200: usageSchema },
  errors: ['uploads.account_not_found'],
  async handle(context: UploadsContext, { params, body, caller, address }) {
    const { accounts } = await context.identity.getAccounts({ ids: [params.id] });
    if (accounts.length === 0) throw uploadsErrors.account_not_found();
    await context.quotas.set(params.id, body.quotaBytes, actsOf(context.outbox, { caller, address }));
    return presentUsage(await context.quotas.read(params.id));
  },
});
