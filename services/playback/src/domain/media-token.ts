import { createHmac, timingSafeEqual } from 'node:crypto';
import { LRUCache } from '../media/lru-cache.ts';

/** Who may read a guarded key's media, until when. */
export interface MediaGrant {
  /** Empty for whoever knew the password. */
  accountId: string;
  /** Of the account, or the grant that the password bought. */
  sessionId: string;
  epoch: number;
  expiresAtMs: number;
}

export interface MediaTokens {
  sign(key: string, grant: MediaGrant): string;
  /** Undefined when it was changed, belongs to another key or has expired. */
  verify(key: string, token: string, nowMs: number): MediaGrant | undefined;
}

/** A viewer asks with the same token for each of hundreds of segments. */
const KEPT = 10_000;

const FORM =
  /^((?:[1-9A-HJ-NP-Za-km-z]{22})?)\.([1-9A-HJ-NP-Za-km-z]{22})\.([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/** An HMAC of key, account, session, epoch and expiry: a path segment of the media address. */
export function createMediaTokens(secret: Uint8Array): MediaTokens {
  const mac = (key: string, text: string) => createHmac('sha256', secret).update(`${key}.${text}`).digest('base64url');
  const verified = new LRUCache<string, MediaGrant>(KEPT);
  return {
    sign(key, grant) {
      const text = [
        grant.accountId,
        grant.sessionId,
        grant.epoch.toString(36),
        Math.floor(grant.expiresAtMs / 1000).toString(36),
      ].join('.');
      return `${text}.${mac(key, text)}`;
    },
    verify(key, token, nowMs) {
      const slot = `${key}/${token}`;
      const known = verified.get(slot);
      const grant = known ?? read(key, token);
      if (!grant) return undefined;
      if (!known) verified.set(slot, grant);
      return grant.expiresAtMs > nowMs ? grant : undefined;
    },
  };

  function read(key: string, token: string): MediaGrant | undefined {
    const match = FORM.exec(token);
    if (!match) return undefined;
    const [, accountId = '', sessionId = '', epoch = '', expiry = '', signature = ''] = match;
    const expected = mac(key, `${accountId}.${sessionId}.${epoch}.${expiry}`);
    // Compared as text: several texts decode to the same bytes, and only one of them was signed.
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined;
    return { accountId, sessionId, epoch: Number.parseInt(epoch, 36), expiresAtMs: Number.parseInt(expiry, 36) * 1000 };
  }
}

/** The longer of 12 h and twice the film. */
export function tokenLifetimeMs(durationMs: number): number {
  return Math.max(12 * 3_600_000, 2 * durationMs);
}

/** How long a replaced edition is served to those who watch it: at least a day, and longer than any token for it. */
export function replacedLifetimeMs(durationMs: number): number {
  return Math.max(24 * 3_600_000, tokenLifetimeMs(durationMs));
}
