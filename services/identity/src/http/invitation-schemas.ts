import { z } from 'zod';
import type { InvitationRow } from '../store/invitations-store.ts';
import { accountSchema } from './present-account.ts';

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: accountSchema.shape.role,
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  acceptedAt: z.string().nullable(),
});

export function presentInvitation(row: InvitationRow): z.infer<typeof invitationSchema> {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}
