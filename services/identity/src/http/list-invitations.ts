import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { invitationSchema, presentInvitation } from './invitation-schemas.ts';

const position = z.object({ list: z.literal('invitations'), invitationId: z.string() });

export const listInvitations = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/invitations',
  operationId: 'listInvitations',
  summary: 'Invitations, the latest first.',
  policy: 'admin',
  scopes: ['admin'],
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(invitationSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: IdentityContext, { query, reply }) {
    const { limit, cursor } = query;
    const after = cursor ? position.safeParse(context.cursors.decode(cursor)).data : undefined;
    if (cursor && !after) throw kernelErrors.cursor_invalid();
    const rows = await context.invitations.list({ before: after?.invitationId, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: page.map(presentInvitation),
      nextCursor: last ? context.cursors.encode({ list: 'invitations', invitationId: last.id }) : null,
    };
  },
});
