import type { PictureTraits } from '@kinora/ffmpeg';
import type { Rendition } from '@kinora/media';

/** A part of a film that is trimmed: whole segments get other times, parts of segments are encoded. Plain JSON. */
export interface SpliceWork {
  kind: 'splice';
  copies: { rendition: string; source: number; sequence: number; shiftTicks: number }[];
  /** Of segments `sources` of the rendition `input` what lies in [from, until), 90 kHz, for all `renditions`. */
  encode: {
    input: string;
    sources: number[];
    from: number;
    until: number;
    /** Where segments begin, `from` first. */
    cuts90k: number[];
    firstSequence: number;
    shiftTicks: number;
    /** The largest first. */
    renditions: Rendition[];
    picture: PictureTraits;
  } | null;
  /** The rendition in which what is encoded stands between segments of the file's own picture. */
  besideOwn: string | null;
  /** Frames of sound out of segments, counted from the beginning of each. */
  sound: {
    rendition: string;
    sequence: number;
    startTicks: number;
    runs: { source: number; from: number; count: number }[];
  }[];
  /** Pictures of the storyboard that are painted over. */
  sheet: { tiles: { x: number; y: number; width: number; height: number }[] } | null;
  /** A poster is made of the first segment of this rendition. */
  poster: string | null;
}

export interface SpliceCompletion {
  kind: 'splice';
  /** Copies of `besideOwn` were looked through: they bring no parameter sets of their own. */
  ownParameters: boolean;
  renditions: {
    name: string;
    /** Where some of it was encoded. */
    init: { codecs: string; sha256: string; besideOwn: boolean } | null;
    segments: { sequence: number; sizeBytes: number; sha256: string }[];
  }[];
}
