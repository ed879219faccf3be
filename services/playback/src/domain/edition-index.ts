import type { KeptRanges } from '@kinora/media';

/** One edition as it can be played now; built from the index's rows, immutable. */
export interface EditionIndex {
  id: string;
  videoId: string;
  version: number;
  durationMs: number;
  width: number;
  height: number;
  /** How many sounds were planned. */
  sounds: number;
  posterBlob: string | null;
  finished: boolean;
  /** Shown only when it is whole. */
  held: boolean;
  plannedAt: Date;
  /** The parts of the film that it shows, in milliseconds of the whole film; null: all of it. */
  kept: KeptRanges | null;
  video: RenditionIndex[];
  /** The sounds, the one that is heard unless another is chosen first. */
  audio: RenditionIndex[];
  sheets: Sheet[];
}

export interface RenditionIndex {
  name: string;
  audio: boolean;
  width: number;
  height: number;
  frameRate: number;
  bitrateBps: number;
  timescale: number;
  /** Of a sound, as the file has it; empty when it does not say. */
  language: string;
  title: string;
  /** Of a sound that is whole: integrated loudness (EBU R 128). */
  loudnessLufs: number | null;
  codecs: string;
  initBlob: string;
  startTicks: number;
  /** Who watches it may go on, and nobody is offered it. */
  leftOut: boolean;
  /** Without gaps from the first on; what lies behind a gap waits. */
  segments: SegmentEntry[];
  complete: boolean;
}

export interface SegmentEntry {
  durationTicks: number;
  sizeBytes: number;
  blobKey: string;
}

export interface Sheet {
  blobKey: string;
  tileStartMs: number[];
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

interface RenditionRow {
  name: string;
  audio: boolean;
  width: number;
  height: number;
  frame_rate: number;
  bitrate_bps: number;
  timescale: number;
  language: string;
  title: string;
  loudness_lufs: number | null;
  codecs: string | null;
  init_blob: string | null;
  total_segments: number | null;
  left_out_until: Date | null;
}
interface RunRow {
  rendition: string;
  first_sequence: number;
  start_ticks: number;
  durations: number[];
  sizes: number[];
  blob_prefix: string;
}

/** Joins runs to renditions: the prefix without a gap. `runs` are ascending by first sequence. */
export function indexRendition(
  row: RenditionRow,
  runs: readonly RunRow[],
  finished: boolean,
): RenditionIndex | undefined {
  if (!row.codecs || !row.init_blob) return undefined;
  const segments: SegmentEntry[] = [];
  let startTicks = 0;
  for (const run of runs) {
    if (run.first_sequence > segments.length) break;
    if (run.first_sequence === 0) startTicks = Number(run.start_ticks);
    for (const [offset, duration] of run.durations.entries()) {
      const sequence = run.first_sequence + offset;
      if (sequence < segments.length) continue;
      segments.push({
        durationTicks: Number(duration),
        sizeBytes: run.sizes[offset] ?? 0,
        blobKey: `${run.blob_prefix}${sequence}.m4s`,
      });
    }
  }
  const known = runs.reduce((sum, run) => Math.max(sum, run.first_sequence + run.durations.length), 0);
  const total = row.total_segments ?? (finished ? known : undefined);
  return {
    name: row.name,
    audio: row.audio,
    width: row.width,
    height: row.height,
    frameRate: row.frame_rate,
    bitrateBps: Number(row.bitrate_bps),
    timescale: row.timescale,
    language: row.language,
    title: row.title,
    loudnessLufs: row.loudness_lufs,
    codecs: row.codecs,
    initBlob: row.init_blob,
    startTicks,
    leftOut: row.left_out_until !== null,
    segments,
    complete: total !== undefined && segments.length >= total && segments.length > 0,
  };
}

/** Players stall when they start with one segment; a film of one segment is whole with it. */
export function isPlayable(rendition: RenditionIndex | undefined): rendition is RenditionIndex {
  return rendition !== undefined && (rendition.segments.length >= 2 || rendition.complete);
}

export function offeredRenditions({ video }: EditionIndex): RenditionIndex[] {
  return video.filter(({ leftOut }) => !leftOut);
}

/** What players are offered: nothing before the sound is there too. */
export function playableRenditions(edition: EditionIndex): RenditionIndex[] {
  if (playableSounds(edition).length < edition.sounds) return [];
  return offeredRenditions(edition).filter(isPlayable);
}

/** All or none: they come together, and players read the list once. */
export function playableSounds({ audio, sounds }: EditionIndex): RenditionIndex[] {
  return audio.length === sounds && audio.every(isPlayable) ? audio : [];
}

export function isComplete(edition: EditionIndex): boolean {
  return (
    edition.finished &&
    offeredRenditions(edition).length > 0 &&
    offeredRenditions(edition).every((rendition) => rendition.complete) &&
    edition.audio.length === edition.sounds &&
    edition.audio.every((sound) => sound.complete)
  );
}

export function availableMs(rendition: RenditionIndex): number {
  return Math.round((durationTicks(rendition) * 1000) / rendition.timescale);
}

export function durationTicks(rendition: RenditionIndex): number {
  return rendition.segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
}
