import { createHash } from 'node:crypto';
import { kernelErrors } from '../errors/app-error.ts';
import type { AccessTokens, AccountCaller } from './access-tokens.ts';
import type { Revocations } from './revocations.ts';

/** So that a leaked one is recognised, and a token is known for one before anybody is asked. */
export const API_TOKEN_PREFIX = 'kin_';

/** Undefined for a token that opens nothing. */
export type LookUpToken = (token: string) => Promise<{ caller: AccountCaller; expiresAtMs: number } | undefined>;

/** What identity said holds so long. What is revoked, or belongs to another epoch, is forgotten within a second. */
const KEEP_MS = 60_000;
const MAX_CACHED = 10_000;
const MAX_LENGTH = 100;

/** Verifies personal tokens, which only identity knows: it is asked once a minute for each that is in use. */
export function createApiTokens(options: {
  lookUp: LookUpToken;
  revocations: Revocations;
  now?: () => number;
}): AccessTokens {
  const now = options.now ?? Date.now;
  const cache = new Map<string, { caller: AccountCaller; until: number }>();

  return {
    async verify(token) {
      if (token.length > MAX_LENGTH) throw kernelErrors.unauthenticated();
      // Tokens themselves are not kept in memory.
      const key = createHash('sha256').update(token).digest('base64');
      const known = cache.get(key);
      if (known && known.until > now() && !options.revocations.isRevoked(known.caller)) return known.caller;
      cache.delete(key);
      const found = await options.lookUp(token);
      if (!found || options.revocations.isRevoked(found.caller)) throw kernelErrors.unauthenticated();
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(key, { caller: found.caller, until: Math.min(now() + KEEP_MS, found.expiresAtMs) });
      return found.caller;
    },
  };
}

/** By its looks: a personal token of ours, or else an access token. */
export function eitherToken(tokens: { access: AccessTokens; api: AccessTokens }): AccessTokens {
  return {
    verify: (token) => (token.startsWith(API_TOKEN_PREFIX) ? tokens.api : tokens.access).verify(token),
  };
}
