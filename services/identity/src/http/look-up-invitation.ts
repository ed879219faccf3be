import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { invitationSchema } from './invitation-schemas.ts';
import { limitPerHour } from './limit-per-hour.ts';

export const lookUpInvitation = defineRoute({
  method: 'POST',
  path: '/api/v1/invitations/lookup',
  operationId: 'lookUpInvitation',
  summary: 'Who is invited by this link, and as what.',
  policy: 'own-token',
  body: z.strictObject({ token: z.string().max(100) }),
  answers: { 200: invitationSchema.pick({ email: true, role: true, invitedBy: true }) },
  errors: ['identity.invitation_invalid', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, address, reply }) {
    await limitPerHour(context, { what: 'link', by: address, most: 200 });
    const row = await context.invitations.findOpen(body.token);
    if (!row) throw identityErrors.invitation_invalid();
    reply.header('cache-control', 'no-store');
    return { email: row.email, role: row.role, invitedBy: row.invited_by };
  },
});
