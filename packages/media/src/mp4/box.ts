import { ByteReader, readFourcc } from './bytes.ts';
import { Mp4Error } from './mp4-error.ts';

export type Box = { type: string; body: Uint8Array; bytes: Uint8Array; depth: number };

export type BoxHeader = { type: string; headerSize: number; size: number };

const MAX_DEPTH = 16;
const MAX_CHILDREN = 4_096;

/**
 * Header of the box at `offset`, or undefined when more bytes are needed. `size` covers the header; 0 means
 * "to the end of the file" (ISO/IEC 14496-12 §4.2) and is left to the caller.
 */
export function readBoxHeader(bytes: Uint8Array, offset = 0): BoxHeader | undefined {
  if (bytes.length - offset < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, Math.min(16, bytes.length - offset));
  const type = readFourcc(bytes, offset + 4);
  const size32 = view.getUint32(0);
  if (size32 !== 1) {
    if (size32 !== 0 && size32 < 8) throw new Mp4Error('box-size', `box ${printable(type)} states ${size32} bytes`);
    return { type, headerSize: 8, size: size32 };
  }
  if (view.byteLength < 16) return undefined;
  const size = Number(view.getBigUint64(8));
  if (size < 16 || !Number.isSafeInteger(size)) {
    throw new Mp4Error('box-size', `box ${printable(type)} states an impossible 64-bit size`);
  }
  return { type, headerSize: 16, size };
}

/** All boxes of a payload, which they must fill exactly. */
export function readBoxes(bytes: Uint8Array, depth = 0): Box[] {
  if (depth > MAX_DEPTH) throw new Mp4Error('too-deep', `boxes nested deeper than ${MAX_DEPTH}`);
  const boxes: Box[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (boxes.length >= MAX_CHILDREN) throw new Mp4Error('too-many', `more than ${MAX_CHILDREN} boxes in one`);
    const header = readBoxHeader(bytes, offset);
    if (!header) throw new Mp4Error('truncated', 'the payload ends inside a box header');
    if (header.size === 0 || header.size > bytes.length - offset) {
      throw new Mp4Error('box-size', `box ${printable(header.type)} does not fit into its parent`);
    }
    const end = offset + header.size;
    boxes.push({
      type: header.type,
      body: bytes.subarray(offset + header.headerSize, end),
      bytes: bytes.subarray(offset, end),
      depth,
    });
    offset = end;
  }
  return boxes;
}

export function childBoxes(box: Box): Box[] {
  return readBoxes(box.body, box.depth + 1);
}

/** First descendant along a path of types. */
export function findBox(box: Box, ...path: string[]): Box | undefined {
  let current: Box | undefined = box;
  for (const type of path) {
    current = current && childBoxes(current).find((child) => child.type === type);
  }
  return current;
}

export function requireBox(box: Box, ...path: string[]): Box {
  const found = findBox(box, ...path);
  if (!found) throw new Mp4Error('malformed', `${printable(box.type)} has no ${path.join('/')}`);
  return found;
}

export type FullBox = { version: number; flags: number; reader: ByteReader };

export function readFullBox(box: Box): FullBox {
  const reader = new ByteReader(box.body);
  return { version: reader.u8(), flags: reader.u24(), reader };
}

function printable(type: string): string {
  return type.replaceAll(/[^\x20-\x7e]/g, '?');
}
