import { type CryptoKey, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from 'jose';
import { kernelErrors } from '../errors/app-error.ts';
import type { Revocations } from './revocations.ts';
import { type GrantedScope, parseScopes } from './scopes.ts';

export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_AUDIENCE = 'kinora';
export const ACCESS_TOKEN_ISSUER = 'kinora-identity';

export type Role = 'viewer' | 'creator' | 'moderator' | 'admin';

/** Who makes a request, from an access token that was verified in this process. */
export interface AccountCaller {
  kind: 'account';
  accountId: string;
  sessionId: string;
  role: Role;
  epoch: number;
  displayName: string;
  /** What a personal token or an app was given; `all` for who has logged in. */
  scopes: 'all' | readonly GrantedScope[];
  /** Where this account is in films is not to be noted under its name. */
  historyPaused: boolean;
}
/** Another service of ours. */
export interface ServiceCaller {
  kind: 'service';
  service: string;
}
export type Caller = AccountCaller | { kind: 'visitor' };

export const VISITOR: Caller = { kind: 'visitor' };

export interface AccessTokens {
  /** Throws `kernel.token_expired` or `kernel.unauthenticated`. */
  verify(token: string): Promise<AccountCaller>;
}

interface CachedToken {
  caller: AccountCaller;
  expiresAt: number;
}

const MAX_CACHED = 10_000;
const REFETCH_MS = 5000;

/**
 * Verifies access tokens against identity's JWKS, locally. `fetchKeys` is asked at the first token and again, at most
 * every 5 s, when a token names a key that is not known. Signatures are checked once per token, revocation each time.
 */
export function createAccessTokens(options: {
  fetchKeys: () => Promise<JWK[]>;
  revocations: Revocations;
}): AccessTokens {
  let keys = new Map<string, CryptoKey>();
  let fetchedAt = 0;
  const cache = new Map<string, CachedToken>();

  const keyFor = async (kid: string | undefined): Promise<CryptoKey> => {
    if (kid && !keys.has(kid) && Date.now() - fetchedAt > (keys.size === 0 ? 0 : REFETCH_MS)) {
      const fetched = await options.fetchKeys();
      fetchedAt = Date.now();
      keys = new Map(
        await Promise.all(
          fetched.map(async (jwk) => [jwk.kid ?? '', (await importJWK(jwk, 'EdDSA')) as CryptoKey] as const),
        ),
      );
    }
    const key = kid ? keys.get(kid) : undefined;
    if (!key) throw kernelErrors.unauthenticated();
    return key;
  };

  const check = async (token: string): Promise<CachedToken> => {
    let kid: string | undefined;
    try {
      kid = decodeProtectedHeader(token).kid;
    } catch (cause) {
      throw kernelErrors.unauthenticated({ cause });
    }
    const key = await keyFor(kid);
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        audience: ACCESS_TOKEN_AUDIENCE,
        issuer: ACCESS_TOKEN_ISSUER,
        typ: ACCESS_TOKEN_TYPE,
        requiredClaims: ['sub', 'sid', 'exp', 'role', 'epoch'],
      });
      const caller: AccountCaller = {
        kind: 'account',
        accountId: String(payload.sub),
        sessionId: String(payload.sid),
        role: payload.role as Role,
        epoch: Number(payload.epoch),
        displayName: String(payload.name ?? ''),
        scopes: payload.scope === undefined ? 'all' : parseScopes(String(payload.scope)),
        historyPaused: payload.history === 'paused',
      };
      return { caller, expiresAt: (payload.exp ?? 0) * 1000 };
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw kernelErrors.token_expired({ cause });
      throw kernelErrors.unauthenticated({ cause });
    }
  };

  return {
    async verify(token) {
      let known = cache.get(token);
      if (!known) {
        known = await check(token);
        if (cache.size >= MAX_CACHED) cache.clear();
        cache.set(token, known);
      }
      if (known.expiresAt <= Date.now()) {
        cache.delete(token);
        throw kernelErrors.token_expired();
      }
      if (options.revocations.isRevoked(known.caller)) {
        cache.delete(token);
        throw kernelErrors.unauthenticated();
      }
      return known.caller;
    },
  };
}
