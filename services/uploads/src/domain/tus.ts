import { uploadsErrors } from '../errors.ts';

export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,expiration,checksum,termination';
export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256', 'md5'] as const;
const MAX_METADATA = 4096;

/** Upload-Metadata: keys with Base64 values, separated by commas (tus 1.0, creation). */
export function parseMetadata(header: string | undefined): Map<string, string> {
  const values = new Map<string, string>();
  if (!header) return values;
  if (header.length > MAX_METADATA) throw uploadsErrors.metadata_invalid();
  for (const pair of header.split(',')) {
    const [key = '', value = ''] = pair.trim().split(' ', 2);
    if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(key)) throw uploadsErrors.metadata_invalid();
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw uploadsErrors.metadata_invalid();
    values.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return values;
}

/** A byte count of a header: decimal digits of a safe integer, or undefined. */
export function parseBytes(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,16}$/.test(header)) return undefined;
  const value = Number(header);
  return Number.isSafeInteger(value) ? value : undefined;
}

export interface Checksum {
  algorithm: (typeof CHECKSUM_ALGORITHMS)[number];
  digest: Buffer;
}

export function parseChecksum(header: string | undefined): Checksum | undefined {
  if (header === undefined) return undefined;
  const [name, value = ''] = header.split(' ', 2);
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name);
  if (!algorithm || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) throw uploadsErrors.checksum_unsupported();
  return { algorithm, digest: Buffer.from(value, 'base64') };
}

/** A file's name as people may read it: no path, no control or direction characters, at most 255 characters. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').slice(0, 255);
}

/** A title from a file's name. */
export function titleFromFileName(name: string): string {
  return cleanFileName(name)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 100);
}
