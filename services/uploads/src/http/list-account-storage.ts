import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { presentUsage, usageSchema } from './get-my-storage.ts';

const position = z.object({ list: z.literal('account-storage'), accountId: z.string() });

export const accountStorageSchema = usageSchema.extend({
  accountId: z.string(),
  /** Empty where the account is gone. */
  displayName: z.string(),
  /** Set for this account alone; otherwise the default counts. */
  isOwnQuota: z.boolean(),
});

export const listAccountStorage = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/storage/accounts',
  operationId: 'listAccountStorage',
  summary: 'Accounts that keep something here or have a quota of their own, the oldest first.',
  policy: 'admin',
  scopes: ['admin'],
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(accountStorageSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: UploadsContext, { query, reply }) {
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && !after) throw kernelErrors.cursor_invalid();
    const rows = await context.quotas.list({ after: after?.accountId ?? '', limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    const { accounts } = await context.identity.getAccounts({ ids: page.map(({ accountId }) => accountId) });
    const names = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: page.map((row) => ({
        accountId: row.accountId,
        displayName: names.get(row.accountId) ?? '',
        isOwnQuota: row.isOwnQuota,
        ...presentUsage(row),
      })),
      nextCursor: last ? context.cursors.encode({ list: 'account-storage', accountId: last.accountId }) : null,
    };
  },
});
