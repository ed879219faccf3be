import { createHmac, timingSafeEqual } from 'node:crypto';

/** The least that stores take as a part, with room to spare. */
const LEAST_PART_BYTES = 8 * 2 ** 20;
/** S3's own bound. */
const MOST_PARTS = 10_000;

/** In bytes: all parts have this size but the last one. */
export function partBytesOf(sizeBytes: number): number {
  return Math.max(LEAST_PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS));
}

export function partCount({ sizeBytes, partBytes }: { sizeBytes: number; partBytes: number }): number {
  return Math.max(1, Math.ceil(sizeBytes / partBytes));
}

/** Of part `number`, from 1; undefined where there is none. */
export function sizeOfPart(of: { sizeBytes: number; partBytes: number }, number: number): number | undefined {
  const count = partCount(of);
  if (number < 1 || number > count) return undefined;
  return number < count ? of.partBytes : of.sizeBytes - (count - 1) * of.partBytes;
}

export interface PartSigner {
  /** Path and query of an address that takes this part until it expires. */
  address(uploadId: string, number: number, expiresAtMs: number): string;
  verify(part: { uploadId: string; number: number; expires: number; signature: string }, nowMs: number): boolean;
}

/** An HMAC of upload, number and expiry: whoever has the address may send that part and nothing else. */
export function createPartSigner(secret: Uint8Array): PartSigner {
  const sign = (uploadId: string, number: number, expires: number) =>
    createHmac('sha256', secret).update(`${uploadId}.${number}.${expires}`).digest('base64url');
  return {
    address(uploadId, number, expiresAtMs) {
      const expires = Math.floor(expiresAtMs / 1000);
      const query = new URLSearchParams({ expires: `${expires}`, signature: sign(uploadId, number, expires) });
      return `/api/v1/direct-uploads/${uploadId}/parts/${number}?${query}`;
    },
    verify({ uploadId, number, expires, signature }, nowMs) {
      const expected = Buffer.from(sign(uploadId, number, expires));
      const given = Buffer.from(signature);
      // Compared as text: several texts decode to the same bytes, and only one of them was signed.
      return given.length === expected.length && timingSafeEqual(given, expected) && expires * 1000 > nowMs;
    },
  };
}
