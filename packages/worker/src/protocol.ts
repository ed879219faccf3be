import type { PictureTraits, ProbeResult } from '@kinora/ffmpeg';
import type { ChunkTask, Rendition, VideoSegmentInfo } from '@kinora/media';

/** What a worker and the transcoding service say to each other over HTTP; all plain JSON. */

export interface ClaimRequest {
  workerId: string;
  name: string;
  version: string;
  /** Tasks of this worker that are under way. */
  running: number;
  /** `growing`: files that still arrive, which are waited for most of the time; `work`, the default: all else. */
  takes?: 'work' | 'growing';
}

export interface ClaimedTask {
  taskId: string;
  /** Bound to task and attempt: everything else about the task is asked with it. */
  taskToken: string;
  attempt: number;
  leaseMs: number;
  heartbeatMs: number;
  work: IngestWork | ChunkWork | SpliceWork;
}

export interface IngestWork {
  kind: 'ingest';
  sizeBytes: number;
  /** The file still arrives: it is read as it comes. */
  growing: boolean;
  /** What an earlier attempt found; the plan was made with it. */
  probe: ProbeResult | null;
  /** False once a reason against passthrough showed up in an earlier edition. */
  mayPassThrough: boolean;
  /** Copying failed in an earlier edition: encode on the way. */
  encode: boolean;
  /** What earlier attempts have committed: these segments need not be sent again. */
  committedVideo: number;
  committedAudio: number;
}

export interface ChunkWork {
  kind: 'chunk';
  chunk: ChunkTask;
  renditions: Rendition[];
  /** Frames of the chunk cannot be decoded: it is made without them. */
  lenient?: boolean;
  /** The chunk cannot be decoded: the first picture of this source segment stands in for it. */
  heldSequence?: number;
  /** Of the largest rendition. */
  size: { width: number; height: number };
  picture: NonNullable<ProbeResult['video']>;
}

/** A part of a film that is cut: whole segments get other times, parts of segments are encoded. */
export interface SpliceWork {
  kind: 'splice';
  copies: { rendition: string; source: number; sequence: number; shiftTicks: number }[];
  /** Of the segment `source` of the first rendition what lies in [from, until), 90 kHz, for all renditions. */
  encode: {
    from: number;
    until: number;
    source: number;
    sequence: number;
    shiftTicks: number;
    renditions: Rendition[];
    picture: PictureTraits;
  } | null;
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

/** Answered to the probe: what to make of the film. */
export interface IngestPlan {
  ladder: Rendition[];
  passthrough: boolean;
}

export interface CommitTrack {
  track: 'source' | 'audio';
  /** With the first segment. */
  init?: { codecs: string; width: number; height: number; sha256: string };
  segment: {
    sequence: number;
    startTicks: number;
    durationTicks: number;
    sizeBytes: number;
    sha256: string;
    /** Video only. */
    info?: VideoSegmentInfo;
  };
}

export interface IngestCompletion {
  kind: 'ingest';
  publishable: boolean;
  refusedBecause: string[];
  durationMs: number;
  videoSegments: number;
  audioSegments: number;
  poster: boolean;
}

export interface ChunkCompletion {
  kind: 'chunk';
  renditions: {
    name: string;
    codecs: string;
    initSha256: string;
    frames: number;
    segments: { sequence: number; startTicks: number; durationTicks: number; sizeBytes: number; sha256: string }[];
  }[];
  storyboard: {
    columns: number;
    rows: number;
    tileWidth: number;
    tileHeight: number;
    timesMs: number[];
  } | null;
}

export interface SpliceCompletion {
  kind: 'splice';
  renditions: {
    name: string;
    /** Where some of it was encoded. */
    init: { codecs: string; sha256: string } | null;
    segments: { sequence: number; sizeBytes: number; sha256: string }[];
  }[];
}

export type Completion = IngestCompletion | ChunkCompletion | SpliceCompletion;

export interface FailureReport {
  code: string;
  message: string;
  /** For the log. */
  detail: string;
  /** The machine was at fault: another attempt may succeed. */
  transient: boolean;
}

export interface Postponement {
  /** Bytes of the source that have to be there first; null: all of them. */
  needsBytes: number | null;
}

export interface Heartbeat {
  /** How far the task is, in milliseconds of film. */
  progressMs: number;
}

export interface HeartbeatAnswer {
  /** The task is no longer this worker's: stop. */
  lost: boolean;
}
