import { createHmac, timingSafeEqual } from 'node:crypto';

/** Long enough to begin; a download that has begun goes on. */
export const LINK_MS = 10 * 60_000;

/** What stands for the owner in an address, for a while: browsers send no bearer token with a download. */
export function signExport(secret: Uint8Array, { id, expiresAtMs }: { id: string; expiresAtMs: number }): string {
  return `${expiresAtMs}.${signature(secret, id, `${expiresAtMs}`)}`;
}

export function isSignedExport(secret: Uint8Array, { id, token, nowMs }: { id: string; token: string; nowMs: number }) {
  const [expiresAtMs = '', given = ''] = token.split('.');
  const right = Buffer.from(signature(secret, id, expiresAtMs));
  const shown = Buffer.from(given);
  return right.length === shown.length && timingSafeEqual(right, shown) && Number(expiresAtMs) > nowMs;
}

function signature(secret: Uint8Array, id: string, expiresAtMs: string): string {
  return createHmac('sha256', secret).update(`export ${id} ${expiresAtMs}`).digest('base64url');
}
