import { childBoxes, readBoxes, readBoxHeader, readFullBox, requireBox } from '../mp4/box.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';

const BASE_DATA_OFFSET = 0x1;
const DEFAULT_BASE_IS_MOOF = 0x2_0000;

/**
 * A published segment under another number and track id, as the `moof` and what follows it; the length stays, and the
 * bytes given are not changed. Throws Mp4Error unless it is one `moof` of one track, with offsets of its own, and media.
 */
export function renumberFragment(
  segment: Uint8Array,
  numbers: { sequence: number; trackId: number },
): [moof: Uint8Array, media: Uint8Array] {
  const header = readBoxHeader(segment);
  if (header?.type !== 'moof') throw new Mp4Error('malformed', 'a segment does not begin with moof');
  if (header.size === 0 || header.size > segment.length) throw new Mp4Error('truncated', 'a segment ends in its moof');
  const media = segment.subarray(header.size);
  const mdat = readBoxHeader(media);
  if (mdat?.type !== 'mdat' || mdat.size !== media.length) throw new Mp4Error('malformed', 'moof without its mdat');

  const bytes = segment.slice(0, header.size);
  const moof = readBoxes(bytes)[0];
  if (!moof) throw new Mp4Error('malformed', 'not a moof');
  const [traf, ...more] = childBoxes(moof).filter((box) => box.type === 'traf');
  if (!traf || more.length > 0) throw new Mp4Error('unsupported', 'a segment of several tracks');
  const tfhd = requireBox(traf, 'tfhd');
  const { flags } = readFullBox(tfhd);
  if (flags & BASE_DATA_OFFSET || !(flags & DEFAULT_BASE_IS_MOOF)) {
    throw new Mp4Error('unsupported', 'offsets from the beginning of a file');
  }
  // Behind version and flags, in both.
  writeU32(requireBox(moof, 'mfhd').body, 4, numbers.sequence);
  writeU32(tfhd.body, 4, numbers.trackId);
  return [bytes, media];
}

function writeU32(body: Uint8Array, offset: number, value: number): void {
  if (body.length < offset + 4) throw new Mp4Error('truncated', 'a box is shorter than its fields');
  new DataView(body.buffer, body.byteOffset).setUint32(offset, value);
}
