import type { AccountRow } from '../store/accounts-store.ts';

/** What an app learns of somebody, as far as it may (OpenID Connect Core §5.4). */
export function claimsFor(account: AccountRow, scopes: string): Record<string, unknown> {
  const given = scopes.split(' ');
  return {
    ...(given.includes('profile') ? { name: account.display_name } : {}),
    ...(given.includes('email') ? { email: account.email, email_verified: account.email_verified_at !== null } : {}),
  };
}
