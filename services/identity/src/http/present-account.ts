import { z } from 'zod';
import type { AccountRow } from '../store/accounts-store.ts';

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.enum(['viewer', 'creator', 'moderator', 'admin']),
  createdAt: z.string(),
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
  };
}
