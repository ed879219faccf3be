import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { managedAccountSchema, presentManagedAccount } from './present-account.ts';

const position = z.object({ list: z.literal('accounts'), accountId: z.string() });

export const listAccounts = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/accounts',
  operationId: 'listAccounts',
  summary: 'All accounts, the oldest first; of a role or a state, or with a text in their name or e-mail address.',
  policy: 'moderator',
  scopes: ['admin'],
  query: z.object({
    search: z.string().trim().max(100).optional(),
    role: managedAccountSchema.shape.role.optional(),
    state: managedAccountSchema.shape.state.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(managedAccountSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: IdentityContext, { query, reply }) {
    const { search, role, state, limit, cursor } = query;
    const after = cursor ? position.safeParse(context.cursors.decode(cursor)).data : undefined;
    if (cursor && !after) throw kernelErrors.cursor_invalid();
    const rows = await context.accounts.list({ search, role, state, after: after?.accountId ?? '', limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: page.map(presentManagedAccount),
      nextCursor: last ? context.cursors.encode({ list: 'accounts', accountId: last.id }) : null,
    };
  },
});
