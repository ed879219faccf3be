import type { PlaybackContext } from '../context.ts';
import { isInsider, mayGoOn, needsToken } from '../domain/access-rule.ts';
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
/** Of a premiere, before its time: what announces it, and nothing else. */
const PICTURE = /^(?:poster|thumbnail\/\d{1,15})\.jpg$/;

/**
 * What an address under /media stands for now. A key that never was is 404, one that has ended 410; a private key
 * without its viewer's token is not found.
 */
export async function authorizeMedia(context: PlaybackContext, key: string, rest: string): Promise<MediaAddress> {
  const lease = await leaseOf(context, key);
  if (!needsToken(lease.visibility)) {
    return { lease, path: rest, shared: true };
  }
  if (lease.announced && PICTURE.test(rest)) return { lease, path: rest, shared: true };
  const slash = rest.indexOf('/');
  const holder = holderOf(context, lease, rest.slice(0, Math.max(0, slash)));
  if (!mayGoOn(lease, holder)) throw playbackErrors.not_permitted();
  return { lease, path: rest.slice(slash + 1), shared: false };
}

/**
 * May a file be taken along under this key? Whoever may watch, where the creator allows it; else its owner and who helps
 * with its channel, with a token also where watching needs none.
 */
export async function authorizeDownload(
  context: PlaybackContext,
  key: string,
  token: string | undefined,
): Promise<KeyLease> {
  const lease = await leaseOf(context, key);
  if (lease.downloads && !needsToken(lease.visibility)) return lease;
  const holder = holderOf(context, lease, token ?? '');
  if (!(lease.downloads ? mayGoOn(lease, holder) : isInsider(lease, holder))) throw playbackErrors.not_permitted();
  return lease;
}

async function leaseOf(context: PlaybackContext, key: string): Promise<KeyLease> {
  if (!KEY.test(key)) throw playbackErrors.not_found();
  const lease = await context.leases.get(key).catch((cause: unknown) => {
    throw playbackErrors.away({ cause, retryAfterMs: 1000 });
  });
  if (!lease) throw playbackErrors.not_found();
  // Before any token: a key that was public has ended when its video became private, and its viewers must learn of it.
  if (lease.ended) throw playbackErrors.ended();
  return lease;
}

/** The account that a token was given to; empty where that was for a password. */
function holderOf(context: PlaybackContext, lease: KeyLease, token: string): string {
  const grant = context.tokens.verify(lease.key, token, Date.now());
  if (!grant || context.isRevoked(grant)) throw playbackErrors.not_permitted();
  return grant.accountId;
}
