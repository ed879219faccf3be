import { randomFillSync } from 'node:crypto';
import { decodeBase58, encodeBase58 } from './base58.ts';

/** An id as it stands in URLs and the API: UUIDv7 in 22 characters of base58. Made by `newId` or `parseId` only. */
export type Id = string & { readonly __brand: 'Id' };

/** UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits. */
export function newUuid(now: number = Date.now()): string {
  const bytes = new Uint8Array(16);
  randomFillSync(bytes, 6);
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000));
  new DataView(bytes.buffer).setUint16(4, now % 0x10000);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytesToUuid(bytes);
}

export function newId(now?: number): Id {
  return uuidToId(newUuid(now));
}

export function uuidToId(uuid: string): Id {
  return encodeBase58(uuidToBytes(uuid)) as Id;
}

/** The UUID of an id, or undefined when the text is not one. */
export function idToUuid(id: string): string | undefined {
  const bytes = decodeBase58(id);
  return bytes ? bytesToUuid(bytes) : undefined;
}

/** Answers the id itself when the text is one, else undefined. */
export function parseId(text: string): Id | undefined {
  return idToUuid(text) === undefined ? undefined : (text as Id);
}

function uuidToBytes(uuid: string): Uint8Array {
  return Uint8Array.from(Buffer.from(uuid.replaceAll('-', ''), 'hex'));
}

function bytesToUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
