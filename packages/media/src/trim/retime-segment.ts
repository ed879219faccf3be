import { readBoxes, readBoxHeader, readFullBox, requireBox } from '../mp4/box.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';

/**
 * A published segment at another place: its number and its time are written anew, all else are the bytes given, which are
 * not changed. @param shiftTicks in the track's timescale. Throws Mp4Error unless it is one of ours.
 */
export function retimeSegment(
  segment: Uint8Array,
  { sequence, shiftTicks }: { sequence: number; shiftTicks: number },
): Uint8Array<ArrayBuffer> {
  const header = readBoxHeader(segment);
  if (header?.type !== 'moof' || header.size === 0 || header.size > segment.length)
    throw new Mp4Error('malformed', 'a segment does not begin with moof');
  const bytes = Uint8Array.from(segment);
  const moof = readBoxes(bytes.subarray(0, header.size))[0];
  if (!moof) throw new Mp4Error('malformed', 'not a moof');
  const mfhd = requireBox(moof, 'mfhd');
  const tfdt = requireBox(moof, 'traf', 'tfdt');
  const { version, reader } = readFullBox(tfdt);
  if (version !== 1) throw new Mp4Error('unsupported', 'a time of 32 bits');
  const time = reader.u64() + shiftTicks;
  if (time < 0) throw new Mp4Error('malformed', 'a time before the beginning');
  // Behind version and flags, in both.
  viewOf(mfhd.body).setUint32(4, sequence + 1);
  viewOf(tfdt.body).setBigUint64(4, BigInt(time));
  return bytes;
}

function viewOf(body: Uint8Array): DataView {
  return new DataView(body.buffer, body.byteOffset, body.byteLength);
}
