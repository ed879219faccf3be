import type { Demuxer, ProbeResult, RenditionQuality } from '@kinora/ffmpeg';
import type { AudioRendition, ChunkTask, Rendition, VideoSegmentInfo } from '@kinora/media';
import type { SpliceCompletion, SpliceWork } from './splice-work.ts';

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
  work: IngestWork | ChunkWork | CaptionsWork | SpliceWork;
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
  /** By the name of the sound. */
  committedAudio: Record<string, number>;
}

export interface ChunkWork {
  kind: 'chunk';
  chunk: ChunkTask;
  renditions: Rendition[];
  /** Frames of the chunk cannot be decoded: it is made without them. */
  lenient?: boolean;
  /** The chunk cannot be decoded: the first picture of this source segment stands in for it. */
  heldSequence?: number;
  /** Somebody waits for the first picture of the film. */
  urgent?: boolean;
  /** The renditions are to be compared with the source in a part of the chunk. */
  compare?: boolean;
  /** Of the largest rendition. */
  size: { width: number; height: number };
  picture: NonNullable<ProbeResult['video']>;
}

export interface CaptionsWork {
  kind: 'captions';
  sizeBytes: number;
  demuxer: Demuxer;
  streamIndexes: number[];
  /** What is 0 on the published timeline, in seconds on the file's own clock. */
  zeroSeconds: number;
}

/** Answered to the probe: what to make of the film. */
export interface IngestPlan {
  ladder: Rendition[];
  passthrough: boolean;
  audio: AudioRendition[];
}

export interface CommitTrack {
  /** `source`, or the name of a sound. */
  track: string;
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
  /** What was made of each sound of the plan. */
  audio: { name: string; segments: number; loudnessLufs: number | null }[];
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
  /** Where it was asked for. */
  qualities?: RenditionQuality[];
  /** Why there are none: the chunk is right all the same. */
  notCompared?: string;
}

export interface CaptionsCompletion {
  kind: 'captions';
  /** By their place in `streamIndexes`; what was too long is left out. */
  tracks: { index: number; sizeBytes: number }[];
}

export type Completion = IngestCompletion | ChunkCompletion | CaptionsCompletion | SpliceCompletion;

export interface FailureReport {
  code: string;
  message: string;
  /** For the log. */
  detail: string;
  /** The machine was at fault: another attempt may succeed. */
  transient: boolean;
}

/** Why a task is given back without blame. */
export type Postponement =
  /** Bytes of the source that have to be there first; null: all of them. */
  | { needsBytes: number | null }
  /** A disk is full. */
  | { noRoom: 'server' | 'worker' };

export interface Heartbeat {
  /** How far the task is, in milliseconds of film. */
  progressMs: number;
}

export interface HeartbeatAnswer {
  /** The task is no longer this worker's: stop. */
  lost: boolean;
}
