import { ACT_NAMES, defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';

const position = z.object({ list: z.literal('audit'), actId: z.string() });

export const listAuditLog = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/audit',
  operationId: 'listAuditLog',
  summary: 'Who used a right that not everybody has, the latest first; of an act, or with a text in a name.',
  policy: 'admin',
  scopes: ['admin'],
  query: z.object({
    act: z.enum(ACT_NAMES).optional(),
    search: z.string().trim().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          actor: z.object({ id: z.string(), name: z.string() }),
          address: z.string(),
          act: z.enum(ACT_NAMES),
          subject: z.object({ id: z.string(), name: z.string() }).nullable(),
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  },
  errors: ['kernel.cursor_invalid'],
  async handle(context: IdentityContext, { query, reply }) {
    const { act, search, limit, cursor } = query;
    const after = cursor ? position.safeParse(context.cursors.decode(cursor)).data : undefined;
    if (cursor && !after) throw kernelErrors.cursor_invalid();
    const rows = await context.auditLog.list({ act, search, before: after?.actId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: page.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actor: { id: row.actor_id, name: row.actor_name },
        address: row.address,
        act: row.act,
        subject: row.subject_id ? { id: row.subject_id, name: row.subject_name ?? '' } : null,
        before: row.before,
        after: row.after,
      })),
      nextCursor: last ? context.cursors.encode({ list: 'audit', actId: last.id }) : null,
    };
  },
});
