import { VISUAL_ENTRY_BYTES } from '../codecs.ts';
import { readBoxes } from '../mp4/box.ts';
import { ByteReader } from '../mp4/bytes.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { u16, writeBox } from '../mp4/write-box.ts';

/** `avcC` of a sample entry (ISO/IEC 14496-15 §5.3.3.1). */
export type AvcConfiguration = {
  profile: number;
  compatibility: number;
  level: number;
  nalLengthBytes: number;
  sequenceSets: Uint8Array[];
  pictureSets: Uint8Array[];
  /** What profiles from High on say besides; many writers leave it out. */
  rest: Uint8Array;
};

/** @param sampleEntry `avc1` or `avc3`. Throws Mp4Error. */
export function readAvcConfiguration(sampleEntry: Uint8Array): AvcConfiguration {
  const avcC = readBoxes(sampleEntry.subarray(VISUAL_ENTRY_BYTES)).find((box) => box.type === 'avcC');
  if (!avcC) throw new Mp4Error('malformed', 'avc1 without avcC');
  const reader = new ByteReader(avcC.body);
  reader.skip(1);
  const [profile, compatibility, level] = [reader.u8(), reader.u8(), reader.u8()];
  const nalLengthBytes = (reader.u8() & 3) + 1;
  const sequenceSets = takeSets(reader, reader.u8() & 0x1f);
  const pictureSets = takeSets(reader, reader.u8());
  return { profile, compatibility, level, nalLengthBytes, sequenceSets, pictureSets, rest: reader.rest() };
}

export function writeAvcConfiguration(configuration: AvcConfiguration): Uint8Array<ArrayBuffer> {
  const { profile, compatibility, level, nalLengthBytes, sequenceSets, pictureSets, rest } = configuration;
  const sets = (all: readonly Uint8Array[]) => all.flatMap((set) => [Uint8Array.from(u16(set.length)), set]);
  return writeBox(
    'avcC',
    [1, profile, compatibility, level, 0xfc | (nalLengthBytes - 1), 0xe0 | sequenceSets.length],
    ...sets(sequenceSets),
    [pictureSets.length],
    ...sets(pictureSets),
    rest,
  );
}

function takeSets(reader: ByteReader, count: number): Uint8Array[] {
  return Array.from({ length: count }, () => reader.take(reader.u16()));
}
