import type { Role } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import { emailKey } from '../domain/email-key.ts';
import { hashToken } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import type { IdentityTables } from './tables.ts';

export interface Admission {
  role: Role;
  state: 'active' | 'waiting';
  /** The link came to this very address: its reader has it. */
  isVerified: boolean;
  invitationId: string | undefined;
}

/**
 * As what somebody comes in: by the set-up link, by an invitation, or as the site lets people register. Throws
 * `identity.setup_token_invalid`, `identity.invitation_invalid` or `identity.registration_closed`.
 */
export async function admit(
  transaction: Transaction<IdentityTables>,
  input: { email: string; setupToken?: string | undefined; invitationToken?: string | undefined },
): Promise<Admission> {
  if (input.setupToken) {
    const used = await transaction
      .updateTable('setup')
      .set({ used_at: sql<Date>`now()` })
      .where('token_hash', '=', hashToken(input.setupToken))
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) throw identityErrors.setup_token_invalid();
    return { role: 'admin', state: 'active', isVerified: false, invitationId: undefined };
  }
  if (input.invitationToken) {
    const invitation = await transaction
      .updateTable('invitations')
      .set({ accepted_at: sql<Date>`now()` })
      .where('token_hash', '=', hashToken(input.invitationToken))
      .where('accepted_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning(['id', 'role', 'email_key'])
      .executeTakeFirst();
    if (!invitation) throw identityErrors.invitation_invalid();
    const { id: invitationId, role } = invitation;
    return { role, state: 'active', isVerified: invitation.email_key === emailKey(input.email), invitationId };
  }
  const { registration } = await transaction.selectFrom('instance').select('registration').executeTakeFirstOrThrow();
  if (registration === 'closed') throw identityErrors.registration_closed();
  const state = registration === 'approval' ? 'waiting' : 'active';
  return { role: 'creator', state, isVerified: false, invitationId: undefined };
}
