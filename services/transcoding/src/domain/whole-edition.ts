export interface EditionSegment {
  sequence: number;
  startTicks: number;
  durationTicks: number;
  sizeBytes: number;
  sha256: string;
  blobKey: string;
}
export interface EditionTrack {
  /** Of the rendition, or `audio`. */
  name: string;
  init: { blobKey: string; sha256: string; codecs: string };
  segments: EditionSegment[];
  /** Of a sound: integrated (EBU R 128), null for silence. */
  loudnessLufs: number | null;
}
export interface EditionSheet {
  index: number;
  blobKey: string;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  timesMs: number[];
}
export interface WholeEdition {
  /** As in the ladder, the largest first. */
  video: EditionTrack[];
  audio: EditionTrack[];
  posterKey: string | null;
  sheets: EditionSheet[];
}
