import { z } from 'zod';
import { LANGUAGES } from '../domain/languages.ts';
import type { AccountRow } from '../store/accounts-store.ts';

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.enum(['viewer', 'creator', 'moderator', 'admin']),
  createdAt: z.string(),
  /** Whoever opened the link that was sent there has it. */
  emailVerified: z.boolean(),
  avatarUrl: z.string().nullable(),
  bio: z.string(),
  interests: z.array(z.string()),
  /** Null: as each browser prefers. */
  language: z.enum(LANGUAGES).nullable(),
  /** While it is, where I am in films is not noted. */
  historyPaused: z.boolean(),
  /** When everything of it is deleted; null where it stays. */
  leavesAt: z.string().nullable(),
});

/** As those see it who look after accounts. */
export const managedAccountSchema = accountSchema.extend({
  /** `waiting` for somebody to accept it. */
  state: z.enum(['active', 'waiting', 'suspended']),
  /** Why it is suspended. */
  stateReason: z.string().nullable(),
  /** Null where no session is left. */
  lastSeenAt: z.string().nullable(),
});

export const accountAnswer = z.object({ account: accountSchema });

export const deviceTokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.string(),
  account: accountSchema,
});

/** As its owner sees it. */
export function presentAccount(account: AccountRow): z.infer<typeof accountSchema> {
  return {
    id: account.id,
    email: account.email,
    displayName: account.display_name,
    role: account.role,
    createdAt: account.created_at.toISOString(),
    emailVerified: account.email_verified_at !== null,
    avatarUrl: account.avatar_id && `/api/v1/accounts/${account.id}/avatar/${account.avatar_id}`,
    bio: account.bio,
    interests: account.interests,
    language: LANGUAGES.find((language) => language === account.language) ?? null,
    historyPaused: account.history_paused,
    leavesAt: account.leaves_at?.toISOString() ?? null,
  };
}

export function presentManagedAccount(
  row: AccountRow & { last_seen_at: Date | null },
): z.infer<typeof managedAccountSchema> {
  return {
    ...presentAccount(row),
    state: row.state,
    stateReason: row.state_reason,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  };
}
