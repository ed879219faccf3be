import { createHmac, randomInt } from 'node:crypto';

const COUNT = 10;
/** Without those that are taken for others when they are read from paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 12;

/** Ten codes of 59 bits each, in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const text = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return text.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** In whatever case and with whatever between the groups. Keyed: 59 bits alone could be tried out. */
export function hashRecoveryCode(secret: Uint8Array, code: string): Uint8Array {
  const bare = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHmac('sha256', secret).update(`kinora recovery code ${bare}`).digest();
}
