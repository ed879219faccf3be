import { type Box, childBoxes, readBoxes, readBoxHeader } from './box.ts';
import { ByteReader, concatBytes } from './bytes.ts';
import { Mp4Error } from './mp4-error.ts';
import { u32, u64, writeBox, writeFullBox } from './write-box.ts';

/** A top-level box of the file, by its header alone. */
export type TopLevelBox = { type: string; offsetBytes: number; sizeBytes: number };

const MAX_MOOV_BYTES = 256 * 1024 * 1024;
/** More are those of a fragmented file, whose index comes first. */
const MAX_TOP_LEVEL_BOXES = 1_000;
const FIRST_BOXES = new Set(['ftyp', 'mdat', 'wide', 'free', 'skip', 'pnot']);
const MAX_32_BIT = 2 ** 32 - 1;

/**
 * Reads one top-level box header at `offsetBytes` of a file: walk on at `offsetBytes + sizeBytes`, 16 bytes at a time,
 * to find `moov` at the end of a file without reading its media. Throws Mp4Error.
 */
export function readTopLevelBox(header: Uint8Array, offsetBytes: number, fileBytes: number): TopLevelBox {
  const read = readBoxHeader(header);
  if (!read) throw new Mp4Error('truncated', 'the file ends inside a box header');
  const sizeBytes = read.size === 0 ? fileBytes - offsetBytes : read.size;
  if (sizeBytes > fileBytes - offsetBytes) throw new Mp4Error('box-size', 'a box is longer than the file');
  return { type: read.type, offsetBytes, sizeBytes };
}

/**
 * Finds `moov` where the media comes before it, by the headers of the file's boxes. Undefined for a file whose index comes
 * first, that has none, or that is no MP4. Throws what `read` throws.
 * @param read answers the bytes from start up to end (exclusive), fewer at the end of the file.
 */
export async function findTrailingMoov(
  read: (start: number, end: number) => Promise<Uint8Array>,
  fileBytes: number,
): Promise<TopLevelBox | undefined> {
  let offset = 0;
  let afterMedia = false;
  for (let boxes = 0; offset + 8 <= fileBytes && boxes < MAX_TOP_LEVEL_BOXES; boxes++) {
    const box = headerAt(await read(offset, Math.min(offset + 16, fileBytes)), offset, fileBytes);
    if (!box || (box.type === 'moov' && !afterMedia)) return undefined;
    if (box.type === 'moov') return box;
    if (offset === 0 && !FIRST_BOXES.has(box.type)) return undefined;
    afterMedia ||= box.type === 'mdat';
    offset += box.sizeBytes;
  }
  return undefined;
}

function headerAt(header: Uint8Array, offsetBytes: number, fileBytes: number): TopLevelBox | undefined {
  try {
    return readTopLevelBox(header, offsetBytes, fileBytes);
  } catch (error) {
    if (error instanceof Mp4Error) return undefined;
    throw error;
  }
}

/**
 * The beginning of a stream that plays before the whole file is there: what precedes the media, then `moov` with its
 * chunk offsets moved. The rest of the file follows from `restFromBytes` on, without its own `moov` at the end.
 * 32-bit offsets become 64-bit ones where they no longer fit. Throws Mp4Error.
 * @param head the file's bytes before `mdat` (ftyp and small boxes).
 * @param moov the whole moov box from the end of the file.
 */
export function buildFaststartHead(head: Uint8Array, moov: Uint8Array): { bytes: Uint8Array; restFromBytes: number } {
  if (moov.length > MAX_MOOV_BYTES) throw new Mp4Error('too-large', `moov of ${moov.length} bytes`);
  const box = readBoxes(moov)[0];
  if (box?.type !== 'moov') throw new Mp4Error('malformed', 'not a moov');
  // How far media moves depends on the size of moov, which grows when offsets are widened.
  const narrow = shiftOffsets(box, { by: moov.length, wide: false });
  const shifted = narrow ?? widened(box, moov.length);
  return { bytes: concatBytes([head, shifted]), restFromBytes: head.length };
}

function widened(box: Box, firstGuess: number): Uint8Array {
  const size = shiftOffsets(box, { by: firstGuess, wide: true })?.length ?? 0;
  const result = shiftOffsets(box, { by: size, wide: true });
  if (!result) throw new Mp4Error('malformed', 'chunk offsets beyond 64 bits');
  return result;
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

/** Undefined when an offset no longer fits into 32 bits. */
function shiftOffsets(box: Box, shift: { by: number; wide: boolean }): Uint8Array | undefined {
  if (box.type === 'stco' || box.type === 'co64') return shiftTable(box, shift);
  if (!containers.has(box.type)) return box.bytes;
  const children = childBoxes(box).map((child) => shiftOffsets(child, shift));
  return children.every((child) => child !== undefined) ? writeBox(box.type, ...children) : undefined;
}

function shiftTable(box: Box, { by, wide }: { by: number; wide: boolean }): Uint8Array | undefined {
  const reader = new ByteReader(box.body);
  reader.skip(4);
  const count = reader.u32();
  const wideInput = box.type === 'co64';
  if (count * (wideInput ? 8 : 4) > reader.remaining)
    throw new Mp4Error('truncated', `${box.type} states ${count} entries`);
  const wideOutput = wide || wideInput;
  const table = new Uint8Array(count * (wideOutput ? 8 : 4));
  const view = new DataView(table.buffer);
  for (let index = 0; index < count; index++) {
    const offset = (wideInput ? reader.u64() : reader.u32()) + by;
    if (wideOutput) table.set(u64(offset), index * 8);
    else if (offset > MAX_32_BIT) return undefined;
    else view.setUint32(index * 4, offset);
  }
  return writeFullBox(wideOutput ? 'co64' : 'stco', {}, u32(count), table);
}
