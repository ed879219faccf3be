import { codecString } from '../codecs.ts';
import { readBoxes } from '../mp4/box.ts';
import { ByteReader, concatBytes } from '../mp4/bytes.ts';
import type { InitSegment } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { u16, writeBox } from '../mp4/write-box.ts';
import { onlyTrack } from '../packager/rewrite-init.ts';
import { writeVideoInit } from '../packager/write-init.ts';

/** Fixed part of a visual sample entry behind its box header (ISO/IEC 14496-12 §12.1.3). */
const VISUAL_FIELDS = 78;
const MOST_PARAMETER_SETS = 31;

/**
 * An init segment under which segments of both can be decoded: that of a film, with the parameter sets of the edges that
 * were encoded for it beside its own (ISO/IEC 14496-15 §5.3.3.1 allows several). Their ids must differ: `unusedSetId`.
 * Throws Mp4Error where the two cannot be one track.
 */
export function spliceInit(film: InitSegment, edge: InitSegment): { bytes: Uint8Array; codecs: string } {
  const track = onlyTrack(film, 'video');
  const [own, added] = [readAvc(track.sampleEntry), readAvc(onlyTrack(edge, 'video').sampleEntry)];
  if (own.nalLengthBytes !== added.nalLengthBytes) throw new Mp4Error('unsupported', 'lengths of another size');
  const sps = [...own.sps, ...added.sps];
  const pps = [...own.pps, ...added.pps];
  if (new Set(sps.map(spsId)).size !== sps.length) throw new Mp4Error('malformed', 'parameter sets of one id');
  // Whoever reads only the head is told of the more demanding of the two.
  const upper = added.profile > own.profile ? added : own;
  const avcC = writeBox(
    'avcC',
    [1, upper.profile, upper.compatibility, Math.max(own.level, added.level), 0xfc | (own.nalLengthBytes - 1)],
    [0xe0 | sps.length],
    ...sps.flatMap((set) => [u16(set.length), set]),
    [pps.length],
    ...pps.flatMap((set) => [u16(set.length), set]),
    upper.extension,
  );
  const entry = writeBox(
    'avc1',
    own.fields,
    concatBytes(own.children.map((child) => (child.type === 'avcC' ? avcC : child.bytes))),
  );
  return { bytes: writeVideoInit({ ...track, sampleEntry: entry }), codecs: codecString(entry) };
}

/** An id that no parameter set of a film has. Throws Mp4Error where it is not H.264, or has no room. */
export function unusedSetId(film: InitSegment): number {
  const { sps, pps } = readAvc(onlyTrack(film, 'video').sampleEntry);
  const used = new Set([...sps.map(spsId), ...pps.map((set) => new BitReader(set.subarray(1)).exponential())]);
  for (let id = 1; id < MOST_PARAMETER_SETS; id++) if (!used.has(id)) return id;
  throw new Mp4Error('too-many', 'no id is left for parameter sets');
}

function readAvc(sampleEntry: Uint8Array) {
  const [entry] = readBoxes(sampleEntry);
  if (entry?.type !== 'avc1') throw new Mp4Error('unsupported', `sample entry ${entry?.type}`);
  const children = readBoxes(entry.body.subarray(VISUAL_FIELDS));
  const avcC = children.find((child) => child.type === 'avcC');
  if (!avcC) throw new Mp4Error('malformed', 'avc1 without avcC');
  const reader = new ByteReader(avcC.body);
  reader.skip(1);
  const head = { profile: reader.u8(), compatibility: reader.u8(), level: reader.u8() };
  const nalLengthBytes = (reader.u8() & 3) + 1;
  const take = (count: number) => Array.from({ length: count }, () => reader.take(reader.u16()));
  const sps = take(reader.u8() & 0x1f);
  const pps = take(reader.u8());
  return {
    ...head,
    nalLengthBytes,
    sps,
    pps,
    extension: reader.rest(),
    fields: entry.body.subarray(0, VISUAL_FIELDS),
    children,
  };
}

/** `seq_parameter_set_id` (ISO/IEC 14496-10 §7.3.2.1.1), behind the NAL header, profile, constraints and level. */
function spsId(set: Uint8Array): number {
  return new BitReader(set.subarray(4)).exponential();
}

class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bit(): number {
    const byte = this.#bytes[this.#position >> 3];
    if (byte === undefined) throw new Mp4Error('truncated', 'a parameter set ends in its id');
    return (byte >> (7 - (this.#position++ & 7))) & 1;
  }

  /** ue(v), §9.1. Ids are below 256: no emulation prevention lies within. */
  exponential(): number {
    let zeros = 0;
    while (this.bit() === 0) zeros++;
    let value = 1;
    for (let left = zeros; left > 0; left--) value = value * 2 + this.bit();
    return value - 1;
  }
}
