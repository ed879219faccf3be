import { concatBytes } from '../mp4/bytes.ts';
import type { InitTrack } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { u16, u32, u64, writeFullBox } from '../mp4/write-box.ts';
import { writeFilmInit } from '../packager/write-init.ts';

export interface DownloadTrack {
  /** Of the published init segment. */
  init: InitTrack;
  /** Presentation time of the first segment, in the track's ticks. */
  startTicks: number;
  /** All of them, in order, each a `moof` + `mdat` of `sizeBytes`. */
  segments: readonly { durationTicks: number; sizeBytes: number }[];
  /** ISO 639-2 of a sound; what is not three letters is left out. */
  language?: string;
}

/** One published segment as a part of the file. Pieces follow each other without gaps. */
export interface DownloadPiece {
  /** Index of its track in what was planned. */
  track: number;
  segment: number;
  /** Place in the file, from 1: for `renumberFragment`. */
  sequence: number;
  /** Of the first byte in the file. */
  offsetBytes: number;
  sizeBytes: number;
}

/** A whole file before any of its media has been read: `head`, then the pieces. */
export interface DownloadPlan {
  head: Uint8Array;
  pieces: DownloadPiece[];
  sizeBytes: number;
}

/** `reference_count` of `sidx` has 16 bits: 72 hours of segments of 4 s. */
const MOST_REFERENCES = 65_535;
/** `referenced_size` has 31 bits. */
const LARGEST_REFERENCE = 2 ** 31 - 1;

/** Before its table: size, type, version and flags, and the fields that do not repeat. */
const INDEX_BYTES = 40;
const REFERENCE_BYTES = 12;

/**
 * One fragmented MP4 out of published segments: `ftyp moov sidx+ (moof mdat)*`. The segments stay as they are but for
 * their numbers (`renumberFragment`), so the file's length and every offset follow from the index alone. Segments of
 * other tracks come behind the one of the first track that they begin in. Each track has a `sidx` of its own: a reader
 * that finds one for the picture alone looks for the sound by the picture's times.
 * Throws Mp4Error when a field of the format is too small for it.
 */
export function planDownload(tracks: readonly DownloadTrack[]): DownloadPlan {
  const [leader] = tracks;
  if (!leader || tracks.some(({ segments }) => segments.length === 0))
    throw new Mp4Error('malformed', 'a track without segments');
  const most = Math.max(...tracks.map(({ segments }) => segments.length));
  if (most > MOST_REFERENCES) throw new Mp4Error('too-many', `${most} segments in one file`);
  const brands = leader.init.kind === 'audio' ? ['M4A ', 'iso6', 'mp42'] : ['iso6', 'mp42', 'isom'];
  const durationMs = Math.max(...tracks.map((track) => (endTicks(track) * 1000) / track.init.timescale));
  const init = writeFilmInit({ brands, tracks, durationMs });

  const pieces: DownloadPiece[] = [];
  let offsetBytes = tracks.reduce((sum, track) => sum + indexBytes(track), init.length);
  for (const group of groupByLeader(tracks)) {
    for (const { track, segment, sizeBytes } of group) {
      pieces.push({ track, segment, sequence: pieces.length + 1, offsetBytes, sizeBytes });
      offsetBytes += sizeBytes;
    }
  }
  const indexes: Uint8Array[] = [];
  let endBytes = init.length;
  for (const [number, track] of tracks.entries()) {
    endBytes += indexBytes(track);
    const starts = pieces.filter((piece) => piece.track === number).map((piece) => piece.offsetBytes);
    indexes.push(writeSegmentIndex(track, { trackId: number + 1, starts, fromBytes: endBytes, toBytes: offsetBytes }));
  }
  return { head: concatBytes([init, ...indexes]), pieces, sizeBytes: offsetBytes };
}

/** Pieces that have bytes in [start, end) of the file, in order. */
export function* piecesWithin(plan: DownloadPlan, start: number, end: number): Generator<DownloadPiece> {
  let low = 0;
  let high = plan.pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const piece = plan.pieces[middle];
    if (piece && piece.offsetBytes + piece.sizeBytes <= start) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < plan.pieces.length; index++) {
    const piece = plan.pieces[index];
    if (!piece || piece.offsetBytes >= end) return;
    yield piece;
  }
}

type Member = { track: number; segment: number; sizeBytes: number; startS: number };

/** For each segment of the first track: itself, then those of other tracks that begin before the next one. */
function groupByLeader(tracks: readonly DownloadTrack[]): Member[][] {
  const [leading = [], ...others] = tracks.map(membersOf);
  const groups = leading.map((member) => [member]);
  for (const members of others) {
    let group = 0;
    for (const member of members) {
      while (group + 1 < leading.length && (leading[group + 1]?.startS ?? 0) <= member.startS) group++;
      groups[group]?.push(member);
    }
  }
  return groups;
}

function membersOf(track: DownloadTrack, index: number): Member[] {
  let ticks = track.startTicks;
  return track.segments.map(({ durationTicks, sizeBytes }, segment) => {
    const startS = ticks / track.init.timescale;
    ticks += durationTicks;
    return { track: index, segment, sizeBytes, startS };
  });
}

function endTicks(track: DownloadTrack): number {
  return track.segments.reduce((end, segment) => end + segment.durationTicks, track.startTicks);
}

function indexBytes(track: DownloadTrack): number {
  return INDEX_BYTES + track.segments.length * REFERENCE_BYTES;
}

/**
 * ISO/IEC 14496-12 §8.16.3. Each reference reaches from one segment of the track to its next, whatever lies between, the
 * last one to the end of the file; each begins with a keyframe (SAP type 1).
 */
function writeSegmentIndex(
  track: DownloadTrack,
  place: { trackId: number; starts: readonly number[]; fromBytes: number; toBytes: number },
): Uint8Array {
  const { trackId, starts, fromBytes, toBytes } = place;
  const table = new Uint8Array(starts.length * REFERENCE_BYTES);
  const view = new DataView(table.buffer);
  starts.forEach((start, index) => {
    const sizeBytes = (starts[index + 1] ?? toBytes) - start;
    if (sizeBytes > LARGEST_REFERENCE) throw new Mp4Error('too-large', `${sizeBytes} bytes between two segments`);
    view.setUint32(index * REFERENCE_BYTES, sizeBytes);
    view.setUint32(index * REFERENCE_BYTES + 4, track.segments[index]?.durationTicks ?? 0);
    view.setUint32(index * REFERENCE_BYTES + 8, 0x9000_0000);
  });
  const first = (starts[0] ?? fromBytes) - fromBytes;
  const fields = [u32(trackId), u32(track.init.timescale), u64(track.startTicks), u64(first), u16(0)];
  return writeFullBox('sidx', { version: 1 }, ...fields, u16(starts.length), table);
}
