import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { outboxMailSchema, presentMail } from './mail-schemas.ts';

const position = z.object({ list: z.literal('mails'), mailId: z.string() });

export const listMails = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/mails',
  operationId: 'listMails',
  summary: 'The outbox, the latest mail first.',
  policy: 'admin',
  scopes: ['admin'],
  query: z.object({
    state: outboxMailSchema.shape.state.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(outboxMailSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: IdentityContext, { query, reply }) {
    const { state, limit, cursor } = query;
    const after = cursor ? position.safeParse(context.cursors.decode(cursor)).data : undefined;
    if (cursor && !after) throw kernelErrors.cursor_invalid();
    const rows = await context.mails.list({ state, before: after?.mailId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: page.map(presentMail),
      nextCursor: last ? context.cursors.encode({ list: 'mails', mailId: last.id }) : null,
    };
  },
});
