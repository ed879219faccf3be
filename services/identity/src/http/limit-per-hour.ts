import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';

const HOUR_MS = 3_600_000;

/** Counts what one client or account asks for, and throws `identity.too_many_attempts` above `most` in an hour. */
export async function limitPerHour(
  context: IdentityContext,
  of: { what: string; by: string; most: number },
): Promise<void> {
  const key = `identity:${of.what}:${of.by}`;
  const { value, remainingMs } = await context.cache.increment(key, { windowMs: HOUR_MS });
  if (value > of.most) throw identityErrors.too_many_attempts({ retryAfterMs: remainingMs });
}
