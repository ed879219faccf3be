import { createHmac, timingSafeEqual } from 'node:crypto';
import { kernelErrors } from '../errors/app-error.ts';

/** Signed opaque cursors: they carry the position and the list's filters, so neither can be altered in between. */
export interface Cursors {
  encode(value: unknown): string;
  /** Throws `kernel.cursor_invalid`. */
  decode(cursor: string): unknown;
}

export function createCursors(secret: Uint8Array): Cursors {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest().subarray(0, 12);
  return {
    encode(value) {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
    decode(cursor) {
      const [text = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw kernelErrors.cursor_invalid();
      return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    },
  };
}
