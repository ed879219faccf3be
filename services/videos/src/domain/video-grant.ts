import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a right password buys, for this one video and this one password. */
export interface VideoGrant {
  id: string;
  videoId: string;
  passwordVersion: number;
  expiresAtMs: number;
}

export interface VideoGrants {
  sign(grant: VideoGrant): string;
  /** Undefined when it was changed, belongs to another video or has expired. */
  verify(videoId: string, token: string, nowMs: number): VideoGrant | undefined;
}

export const GRANT_LIFETIME_MS = 12 * 3_600_000;

const FORM = /^([1-9A-HJ-NP-Za-km-z]{22})\.([0-9a-z]{1,8})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/** An HMAC of grant, video, version of the password and expiry. */
export function createVideoGrants(secret: Uint8Array): VideoGrants {
  const mac = (videoId: string, text: string) =>
    createHmac('sha256', secret).update(`${videoId}.${text}`).digest('base64url');
  return {
    sign({ id, videoId, passwordVersion, expiresAtMs }) {
      const text = [id, passwordVersion.toString(36), Math.floor(expiresAtMs / 1000).toString(36)].join('.');
      return `${text}.${mac(videoId, text)}`;
    },
    verify(videoId, token, nowMs) {
      const match = FORM.exec(token);
      if (!match) return undefined;
      const [, id = '', version = '', expiry = '', signature = ''] = match;
      const expected = mac(videoId, `${id}.${version}.${expiry}`);
      // Compared as text: several texts decode to the same bytes, and only one of them was signed.
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined;
      const expiresAtMs = Number.parseInt(expiry, 36) * 1000;
      if (expiresAtMs <= nowMs) return undefined;
      return { id, videoId, passwordVersion: Number.parseInt(version, 36), expiresAtMs };
    },
  };
}
