/** Base58 (Bitcoin's alphabet) of exactly 16 bytes, padded to 22 characters so that ids sort like their UUIDs. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const LENGTH = 22;
const LIMIT = 1n << 128n;
const VALUES = new Map([...ALPHABET].map((character, value) => [character, BigInt(value)]));

export function encodeBase58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let i = 0; i < LENGTH; i++) {
    text = ALPHABET.charAt(Number(value % 58n)) + text;
    value /= 58n;
  }
  return text;
}

/** The 16 bytes, or undefined when the text is not 22 characters of the alphabet below 2^128. */
export function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length !== LENGTH) return undefined;
  let value = 0n;
  for (const character of text) {
    const digit = VALUES.get(character);
    if (digit === undefined) return undefined;
    value = value * 58n + digit;
  }
  if (value >= LIMIT) return undefined;
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(32, '0'), 'hex'));
}
