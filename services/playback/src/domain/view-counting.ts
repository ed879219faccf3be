import { createHash } from 'node:crypto';

/** A view: 30 s or half of the video watched. */
export function isView(watchedMs: number, durationMs: number): boolean {
  return watchedMs >= 30_000 || (durationMs > 0 && watchedMs >= durationMs / 2);
}

/** Nobody watches faster than double speed allows; the first beacon may come late. */
export function plausibleWatchedMs(claimedMs: number, sinceStartMs: number): number {
  return Math.max(0, Math.min(claimedMs, sinceStartMs * 2 + 15_000));
}

/** Someone without an account: address and browser, under a salt that is forgotten after the day. */
export function anonymousViewer(salt: Uint8Array, address: string, userAgent: string): string {
  return `~${createHash('sha256').update(salt).update(address).update('\0').update(userAgent).digest('base64url').slice(0, 22)}`;
}
