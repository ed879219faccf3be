import { readBoxes } from '../mp4/box.ts';
import { concatBytes } from '../mp4/bytes.ts';
import type { InitTrack } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { fourcc, type Part, u16, u32, u64, writeBox, writeFullBox } from '../mp4/write-box.ts';

/** The one track of every segment that we write. */
export const TRACK_ID = 1;

/** Ticks per second of `mvhd`. */
const MOVIE_TIMESCALE = 1000;

const IDENTITY = Uint8Array.from([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].flatMap((value) => u32(value)));

type VideoInit = {
  /** Whole sample entry box of `stsd`. */
  sampleEntry: Uint8Array;
  timescale: number;
  width: number;
  height: number;
  mediaTime: number;
  /** 36 bytes of `tkhd`; identity when absent. */
  matrix?: Uint8Array;
};
type AudioInit = { sampleEntry: Uint8Array; timescale: number };

/**
 * Init segment of a video track: 90 kHz, durations zero, one edit whose `media_time` takes back what the segments
 * add to composition times. Depends on nothing but its arguments, so equal encoders give equal bytes.
 */
export function writeVideoInit(video: VideoInit): Uint8Array<ArrayBuffer> {
  return writeInit(['iso6', 'cmfc', 'mp41'], [videoTrack(video)]);
}

/** Init segment of an audio track, without an edit list: its times are the published ones. */
export function writeAudioInit(audio: AudioInit): Uint8Array<ArrayBuffer> {
  return writeInit(['iso6', 'cmfc', 'mp41'], [audioTrack(audio)]);
}

/**
 * Init segment of one file that holds several published tracks: numbered from 1 in the order given, with the length of
 * all their fragments. Of several sounds the first one is switched on, and players offer one at a time (§8.3.2,
 * `alternate_group`). @param film.brands the first one is the major brand.
 */
export function writeFilmInit(film: {
  brands: readonly string[];
  tracks: readonly { init: InitTrack; language?: string }[];
  durationMs: number;
}): Uint8Array<ArrayBuffer> {
  const sounds = film.tracks.filter(({ init }) => init.kind === 'audio').map(({ init }) => init);
  const tracks = film.tracks.map(({ init: track, language }) => {
    if (track.kind === 'video') return videoTrack(track);
    if (track.kind === 'audio') {
      const alternate = sounds.length > 1 ? { alternateGroup: 1, enabled: track === sounds[0] } : {};
      return { ...audioTrack(track), ...alternate, ...(language === undefined ? {} : { language }) };
    }
    throw new Mp4Error('unsupported', 'a track of neither picture nor sound');
  });
  return writeInit(film.brands, tracks, film.durationMs);
}

interface Track {
  timescale: number;
  sampleEntry: Uint8Array;
  edits: Uint8Array[];
  handler: 'vide' | 'soun';
  mediaHeader: Uint8Array;
  volume: number;
  matrix: Uint8Array;
  size: Part;
  /** Tracks of one group are choices for each other. */
  alternateGroup?: number;
  enabled?: boolean;
  language?: string;
}

function videoTrack(video: VideoInit): Track {
  // ISO/IEC 14496-12 §8.6.6: segment_duration 0 = the whole of a fragmented track; media_rate 1.
  const elst = writeFullBox('elst', {}, u32(1), u32(0), u32(video.mediaTime), u16(1), u16(0));
  return {
    timescale: video.timescale,
    edits: [writeBox('edts', elst)],
    handler: 'vide',
    mediaHeader: writeFullBox('vmhd', { flags: 1 }, new Uint8Array(8)),
    volume: 0,
    matrix: video.matrix ?? IDENTITY,
    size: [...u16(video.width), 0, 0, ...u16(video.height), 0, 0],
    sampleEntry: withoutChild(video.sampleEntry, 'btrt', 86),
  };
}

function audioTrack(audio: AudioInit): Track {
  return {
    timescale: audio.timescale,
    edits: [],
    handler: 'soun',
    mediaHeader: writeFullBox('smhd', {}, new Uint8Array(4)),
    volume: 0x0100,
    matrix: IDENTITY,
    size: new Uint8Array(8),
    sampleEntry: withoutChild(audio.sampleEntry, 'btrt', 36),
  };
}

function writeInit(brands: readonly string[], tracks: readonly Track[], durationMs?: number): Uint8Array<ArrayBuffer> {
  const ftyp = writeBox('ftyp', fourcc(brands[0] ?? ''), u32(0), ...brands.map(fourcc));
  const mvhd = writeFullBox(
    'mvhd',
    {},
    u32(0),
    u32(0),
    u32(MOVIE_TIMESCALE),
    u32(0),
    u32(0x10000),
    u16(0x0100),
    new Uint8Array(10),
    IDENTITY,
    new Uint8Array(24),
    u32(tracks.length + TRACK_ID),
  );
  // §8.8.2: the length with all fragments, in the movie's timescale; it needs 64 bits after 49 days.
  const mehd = durationMs === undefined ? [] : [writeFullBox('mehd', { version: 1 }, u64(Math.round(durationMs)))];
  const trexs = tracks.map((_, index) =>
    writeFullBox('trex', {}, u32(TRACK_ID + index), u32(1), u32(0), u32(0), u32(0)),
  );
  const traks = tracks.map((track, index) => writeTrack(track, TRACK_ID + index));
  return concatBytes([ftyp, writeBox('moov', mvhd, ...traks, writeBox('mvex', ...mehd, ...trexs))]);
}

function writeTrack(track: Track, id: number): Uint8Array {
  const tkhd = writeFullBox(
    'tkhd',
    // In the presentation, and on from the start or not.
    { flags: track.enabled === false ? 2 : 3 },
    u32(0),
    u32(0),
    u32(id),
    u32(0),
    u32(0),
    new Uint8Array(8),
    u16(0),
    u16(track.alternateGroup ?? 0),
    u16(track.volume),
    u16(0),
    track.matrix,
    track.size,
  );
  const language = u16(packLanguage(track.language));
  const mdhd = writeFullBox('mdhd', {}, u32(0), u32(0), u32(track.timescale), u32(0), language, u16(0));
  const hdlr = writeFullBox('hdlr', {}, u32(0), fourcc(track.handler), new Uint8Array(12), [0]);
  const dinf = writeBox('dinf', writeFullBox('dref', {}, u32(1), writeFullBox('url ', { flags: 1 })));
  const stbl = writeBox(
    'stbl',
    writeFullBox('stsd', {}, u32(1), track.sampleEntry),
    writeFullBox('stts', {}, u32(0)),
    writeFullBox('stsc', {}, u32(0)),
    writeFullBox('stsz', {}, u32(0), u32(0)),
    writeFullBox('stco', {}, u32(0)),
  );
  const mdia = writeBox('mdia', mdhd, hdlr, writeBox('minf', track.mediaHeader, dinf, stbl));
  return writeBox('trak', tkhd, ...track.edits, mdia);
}

/** §8.4.2: ISO 639-2, three letters of 5 bits; `und` for what is none. */
function packLanguage(language = ''): number {
  const code = /^[a-z]{3}$/.test(language) ? language : 'und';
  return [...code].reduce((packed, letter) => packed * 32 + letter.charCodeAt(0) - 0x60, 0);
}

/** Bit rates that the muxer guessed would make otherwise equal init segments differ. */
function withoutChild(entry: Uint8Array, type: string, fixedSize: number): Uint8Array {
  if (entry.length < fixedSize) throw new Mp4Error('malformed', 'a sample entry that is too short');
  const name = String.fromCharCode(...entry.subarray(4, 8));
  const children = readBoxes(entry.subarray(fixedSize)).filter((box) => box.type !== type);
  return writeBox(name, entry.subarray(8, fixedSize), ...children.map((box) => box.bytes));
}
