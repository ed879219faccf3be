import { type Box, childBoxes, findBox, readBoxes, readFullBox, requireBox } from './box.ts';
import { ByteReader } from './bytes.ts';
import { Mp4Error } from './mp4-error.ts';

export type InitTrack = {
  id: number;
  kind: 'video' | 'audio' | 'other';
  /** Ticks per second. */
  timescale: number;
  /** The whole first box of `stsd`, e.g. `avc1` with its `avcC`. */
  sampleEntry: Uint8Array;
  sampleEntryType: string;
  /** Coded size; 0 for audio. */
  width: number;
  height: number;
  /** 0 for video. */
  channels: number;
  sampleRate: number;
  /** Rotation and the like, 36 bytes of `tkhd`. */
  matrix: Uint8Array;
  /** `media_time` of a single edit: what readers subtract from composition times. 0 without an edit list. */
  mediaTime: number;
  /** From `trex`. */
  defaultDuration: number;
  defaultSize: number;
  defaultFlags: number;
};

export type InitSegment = { bytes: Uint8Array; tracks: InitTrack[] };

const MAX_TRACKS = 32;

/** Reads `ftyp` + `moov`. Throws Mp4Error. */
export function parseInitSegment(bytes: Uint8Array): InitSegment {
  const moov = readBoxes(bytes).find((box) => box.type === 'moov');
  if (!moov) throw new Mp4Error('malformed', 'an init segment without moov');
  const children = childBoxes(moov);
  const traks = children.filter((box) => box.type === 'trak');
  if (traks.length === 0) throw new Mp4Error('malformed', 'moov without a track');
  if (traks.length > MAX_TRACKS) throw new Mp4Error('too-many', `more than ${MAX_TRACKS} tracks`);
  const defaults = new Map(readTrex(children.find((box) => box.type === 'mvex')));
  return { bytes, tracks: traks.map((trak) => readTrack(trak, defaults)) };
}

type TrackDefaults = { duration: number; size: number; flags: number };

function readTrex(mvex: Box | undefined): [number, TrackDefaults][] {
  if (!mvex) return [];
  return childBoxes(mvex)
    .filter((box) => box.type === 'trex')
    .map((box) => {
      const { reader } = readFullBox(box);
      const id = reader.u32();
      reader.skip(4);
      return [id, { duration: reader.u32(), size: reader.u32(), flags: reader.u32() }];
    });
}

function readTrack(trak: Box, allDefaults: Map<number, TrackDefaults>): InitTrack {
  const tkhd = readFullBox(requireBox(trak, 'tkhd'));
  tkhd.reader.skip(tkhd.version === 1 ? 16 : 8);
  const id = tkhd.reader.u32();
  tkhd.reader.skip(tkhd.version === 1 ? 12 : 8);
  tkhd.reader.skip(16);
  const matrix = tkhd.reader.take(36).slice();

  const mdia = requireBox(trak, 'mdia');
  const mdhd = readFullBox(requireBox(mdia, 'mdhd'));
  mdhd.reader.skip(mdhd.version === 1 ? 16 : 8);
  const timescale = mdhd.reader.u32();
  if (timescale === 0) throw new Mp4Error('malformed', 'a track with timescale 0');

  const hdlr = readFullBox(requireBox(mdia, 'hdlr'));
  hdlr.reader.skip(4);
  const handler = hdlr.reader.fourcc();
  const kind = handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other';

  const stsd = readFullBox(requireBox(mdia, 'minf', 'stbl', 'stsd'));
  const entryCount = stsd.reader.u32();
  const entry = readBoxes(stsd.reader.rest(), 6)[0];
  if (entryCount < 1 || !entry) throw new Mp4Error('malformed', 'a track without a sample entry');

  const trex = allDefaults.get(id);
  return {
    id,
    kind,
    timescale,
    sampleEntry: entry.bytes.slice(),
    sampleEntryType: entry.type,
    ...readEntryFields(kind, entry),
    matrix,
    mediaTime: readMediaTime(findBox(trak, 'edts', 'elst')),
    defaultDuration: trex?.duration ?? 0,
    defaultSize: trex?.size ?? 0,
    defaultFlags: trex?.flags ?? 0,
  };
}

function readEntryFields(kind: InitTrack['kind'], entry: Box) {
  const fields = { width: 0, height: 0, channels: 0, sampleRate: 0 };
  const reader = new ByteReader(entry.body);
  if (kind === 'video') {
    reader.skip(24);
    fields.width = reader.u16();
    fields.height = reader.u16();
  } else if (kind === 'audio') {
    reader.skip(16);
    fields.channels = reader.u16();
    reader.skip(6);
    fields.sampleRate = reader.u32() >>> 16;
  }
  return fields;
}

/** Only the plain case of one edit; empty edits (-1) and several are left to demuxers that handle them. */
function readMediaTime(elst: Box | undefined): number {
  if (!elst) return 0;
  const { version, reader } = readFullBox(elst);
  if (reader.u32() !== 1) return 0;
  reader.skip(version === 1 ? 8 : 4);
  return Math.max(0, version === 1 ? reader.i64() : reader.i32());
}
