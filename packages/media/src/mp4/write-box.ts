import { concatBytes } from './bytes.ts';

export type Part = Uint8Array | readonly number[];

/** A box of `type` around its parts; arrays are bytes. */
export function writeBox(type: string, ...parts: Part[]): Uint8Array<ArrayBuffer> {
  const body = parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)));
  const size = 8 + body.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([Uint8Array.from([...u32(size), ...fourcc(type)]), ...body]);
}

export function writeFullBox(
  type: string,
  { version = 0, flags = 0 }: { version?: number; flags?: number },
  ...parts: Part[]
): Uint8Array<ArrayBuffer> {
  return writeBox(type, [version, (flags >>> 16) & 255, (flags >>> 8) & 255, flags & 255], ...parts);
}

export function u16(value: number): number[] {
  return [(value >>> 8) & 255, value & 255];
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

export function u64(value: number): number[] {
  return [...u32(Math.floor(value / 2 ** 32)), ...u32((value % 2 ** 32) >>> 0)];
}

export function fourcc(type: string): number[] {
  return [type.charCodeAt(0), type.charCodeAt(1), type.charCodeAt(2), type.charCodeAt(3)];
}
