import type { Role } from '@kinora/kernel';

/** Who has to prove their address first watches until then; so does whoever leaves, and may stay. */
export function effectiveRole(
  account: { role: Role; email_verified_at: Date | null; leaves_at: Date | null },
  { verify_to_upload: mustVerify }: { verify_to_upload: boolean },
): Role {
  if (account.leaves_at !== null) return 'viewer';
  return mustVerify && account.role === 'creator' && account.email_verified_at === null ? 'viewer' : account.role;
}

/** Moderators decide about viewers and creators, administrators about all. */
export function mayDecideAbout(actor: Role, subject: Role): boolean {
  return actor === 'admin' || (actor === 'moderator' && (subject === 'viewer' || subject === 'creator'));
}
