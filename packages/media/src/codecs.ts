import { readBoxes, readFullBox } from './mp4/box.ts';
import { ByteReader } from './mp4/bytes.ts';
import { Mp4Error } from './mp4/mp4-error.ts';

/** Fixed part of a visual and of an audio sample entry, box header included (ISO/IEC 14496-12 §12). */
export const VISUAL_ENTRY_BYTES = 86;
const AUDIO_ENTRY_BYTES = 36;

/**
 * RFC 6381 string of a sample entry: `avc1.64001f`, `mp4a.40.2`, `hvc1.2.4.L120.90`, `av01.0.08M.08`, `vp09.00.40.08`.
 * Throws Mp4Error when its configuration is missing or not one of these.
 */
export function codecString(sampleEntry: Uint8Array): string {
  const entry = readBoxes(sampleEntry)[0];
  if (!entry) throw new Mp4Error('truncated', 'an empty sample entry');
  const fixed = entry.type === 'mp4a' ? AUDIO_ENTRY_BYTES : VISUAL_ENTRY_BYTES;
  const config = (type: string) => {
    const box = readBoxes(sampleEntry.subarray(fixed)).find((child) => child.type === type);
    if (!box) throw new Mp4Error('malformed', `${entry.type} without ${type}`);
    return box;
  };
  switch (entry.type) {
    case 'avc1':
    case 'avc3':
      return avc(entry.type, new ByteReader(config('avcC').body));
    case 'hvc1':
    case 'hev1':
      return hevc(entry.type, new ByteReader(config('hvcC').body));
    case 'av01':
      return av1(new ByteReader(config('av1C').body));
    case 'vp09':
      return vp9(readFullBox(config('vpcC')).reader);
    case 'mp4a':
      return mp4a(readFullBox(config('esds')).reader);
    default:
      throw new Mp4Error('unsupported', `sample entry ${entry.type}`);
  }
}

function avc(type: string, reader: ByteReader): string {
  reader.skip(1);
  return `${type}.${hex(reader.u8())}${hex(reader.u8())}${hex(reader.u8())}`;
}

/** ISO/IEC 14496-15 annex E. */
function hevc(type: string, reader: ByteReader): string {
  reader.skip(1);
  const first = reader.u8();
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  const tier = first & 0x20 ? 'H' : 'L';
  const compatibility = reader.u32();
  const constraints = [...reader.take(6)];
  const level = reader.u8();
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) if (compatibility & (1 << bit)) reversed |= 1 << (31 - bit);
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const tail = constraints.map((byte) => `.${byte.toString(16).toUpperCase()}`).join('');
  return `${type}.${space}${first & 0x1f}.${(reversed >>> 0).toString(16).toUpperCase()}.${tier}${level}${tail}`;
}

function av1(reader: ByteReader): string {
  reader.skip(1);
  const profileLevel = reader.u8();
  const flags = reader.u8();
  const depth = flags & 0x40 ? (flags & 0x20 ? 12 : 10) : 8;
  const level = String(profileLevel & 0x1f).padStart(2, '0');
  return `av01.${profileLevel >> 5}.${level}${flags & 0x80 ? 'H' : 'M'}.${String(depth).padStart(2, '0')}`;
}

function vp9(reader: ByteReader): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `vp09.${two(reader.u8())}.${two(reader.u8())}.${two(reader.u8() >> 4)}`;
}

/** ISO/IEC 14496-1 §7.2.6: ES descriptor → decoder configuration → AudioSpecificConfig. */
function mp4a(reader: ByteReader): string {
  expectDescriptor(reader, 0x03);
  reader.skip(2);
  const flags = reader.u8();
  if (flags & 0x80) reader.skip(2);
  if (flags & 0x40) reader.skip(reader.u8());
  if (flags & 0x20) reader.skip(2);
  expectDescriptor(reader, 0x04);
  const objectType = reader.u8();
  if (objectType !== 0x40) return `mp4a.${objectType.toString(16)}`;
  reader.skip(12);
  expectDescriptor(reader, 0x05);
  const first = reader.u8();
  const audioObject = first >> 3;
  return `mp4a.40.${audioObject === 31 ? 32 + ((first & 7) << 3) + (reader.u8() >> 5) : audioObject}`;
}

function expectDescriptor(reader: ByteReader, tag: number): void {
  if (reader.u8() !== tag) throw new Mp4Error('malformed', `expected descriptor ${tag}`);
  // The length: at most four bytes of 7 bits.
  for (let count = 0; count < 4; count++) if ((reader.u8() & 0x80) === 0) return;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
