import type { PlaybackContext } from '../context.ts';
import { needsToken } from '../domain/access-rule.ts';
import { playbackErrors } from '../errors.ts';
import type { KeyLease } from './key-leases.ts';

export interface MediaAddress {
  lease: KeyLease;
  /** Below the key and the token: `360p/12.m4s`. */
  path: string;
  /** Media that carry a token belong in no shared cache. */
  shared: boolean;
}

const KEY = /^[\w-]{22}$/;

/**
 * What an address under /media stands for now. A key that never was is 404, one that has ended 410; a private key
 * without its viewer's token is not found.
 */
export async function authorizeMedia(context: PlaybackContext, key: string, rest: string): Promise<MediaAddress> {
  if (!KEY.test(key)) throw playbackErrors.not_found();
  const lease = await context.leases.get(key).catch((cause: unknown) => {
    throw playbackErrors.away({ cause, retryAfterMs: 1000 });
  });
  if (!lease) throw playbackErrors.not_found();
  // Before any token: a key that was public has ended when its video became private, and its viewers must learn of it.
  if (lease.ended) throw playbackErrors.ended();
  if (!needsToken(lease.visibility)) {
    return { lease, path: rest, shared: true };
  }
  const slash = rest.indexOf('/');
  const grant = context.tokens.verify(key, rest.slice(0, Math.max(0, slash)), Date.now());
  if (!grant || grant.accountId !== lease.ownerAccountId || context.isRevoked(grant))
    throw playbackErrors.not_permitted();
  return { lease, path: rest.slice(slash + 1), shared: false };
}
