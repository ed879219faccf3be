import { createHash } from 'node:crypto';
import type { IdentityContext } from '../context.ts';
import { verifyPassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from '../store/accounts-store.ts';

const WINDOW_MS = 5 * 60_000;
const PER_ACCOUNT_AND_ADDRESS = 15;
const PER_ADDRESS = 100;

interface Attempt {
  email: string;
  password: string;
  address: string;
}

/**
 * Checks a password. Failures are limited per account and address and per address; a known and an unknown e-mail
 * address take the same time and get the same answer. Throws `wrong_credentials` or `too_many_attempts`.
 */
export async function checkPassword(context: IdentityContext, attempt: Attempt): Promise<AccountRow> {
  const account = await tryPassword(context, attempt);
  if (!account) throw identityErrors.wrong_credentials();
  return account;
}

/** Like `checkPassword`; undefined where it is wrong. */
export async function tryPassword(
  context: IdentityContext,
  { email, password, address }: Attempt,
): Promise<AccountRow | undefined> {
  const account = createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 32);
  const limits = [
    { key: `identity:login:${account}:${address}`, most: PER_ACCOUNT_AND_ADDRESS },
    { key: `identity:login:${address}`, most: PER_ADDRESS },
  ];
  for (const { key, most } of limits) {
    const { value, remainingMs } = await context.cache.increment(key, { by: 0, windowMs: WINDOW_MS });
    if (value >= most) throw identityErrors.too_many_attempts({ retryAfterMs: remainingMs });
  }
  const found = await context.accounts.findByEmail(email);
  if ((await verifyPassword(found?.password_hash, password)) && found) return found;
  for (const { key } of limits) await context.cache.increment(key, { windowMs: WINDOW_MS });
  return undefined;
}
