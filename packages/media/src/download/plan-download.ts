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

/**
 * One fragmented MP4 out of published segments: `ftyp moov sidx (moof mdat)*`. The segments stay as they are but for
 * their numbers (`renumberFragment`), so the file's length and every offset follow from the index alone. The first
 * track leads: `sidx` refers to its segments, and those of the others come behind the one that they begin in.
 * Throws Mp4Error when a field of the format is too small for it.
 */
export function planDownload(tracks: readonly DownloadTrack[]): DownloadPlan {
  const [leader] = tracks;
  if (!leader || leader.segments.length === 0) throw new Mp4Error('malformed', 'a file without segments');
  const groups = groupByLeader(tracks);
  if (groups.length > MOST_REFERENCES) throw new Mp4Error('too-many', `${groups.length} segments in one file`);
  const brands = leader.init.kind === 'audio' ? ['M4A ', 'iso6', 'mp42'] : ['iso6', 'mp42', 'isom'];
  const durationMs = Math.max(...tracks.map((track) => (endTicks(track) * 1000) / track.init.timescale));
  const init = writeFilmInit({ brands, tracks: tracks.map((track) => track.init), durationMs });
  const head = concatBytes([init, writeSegmentIndex(leader, groups)]);

  const pieces: DownloadPiece[] = [];
  let offsetBytes = head.length;
  for (const group of groups) {
    for (const { track, segment, sizeBytes } of group) {
      pieces.push({ track, segment, sequence: pieces.length + 1, offsetBytes, sizeBytes });
      offsetBytes += sizeBytes;
    }
  }
  return { head, pieces, sizeBytes: offsetBytes };
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

/** ISO/IEC 14496-12 §8.16.3. Every reference is to media that begin with a keyframe (SAP type 1). */
function writeSegmentIndex(leader: DownloadTrack, groups: readonly Member[][]): Uint8Array {
  const table = new Uint8Array(groups.length * 12);
  const view = new DataView(table.buffer);
  groups.forEach((group, index) => {
    const sizeBytes = group.reduce((sum, member) => sum + member.sizeBytes, 0);
    if (sizeBytes > LARGEST_REFERENCE) throw new Mp4Error('too-large', `${sizeBytes} bytes between two keyframes`);
    view.setUint32(index * 12, sizeBytes);
    view.setUint32(index * 12 + 4, leader.segments[index]?.durationTicks ?? 0);
    view.setUint32(index * 12 + 8, 0x9000_0000);
  });
  const fields = [u32(1), u32(leader.init.timescale), u64(leader.startTicks), u64(0), u16(0), u16(groups.length)];
  return writeFullBox('sidx', { version: 1 }, ...fields, table);
}
