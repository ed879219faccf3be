// Signatures published ahead of their implementation.
import type { AudioSegment, ChunkTask, PassthroughReason, Rendition, VideoSegment } from '@kinora/media';
import type { Demuxer, ProbeResult } from './probe-result.ts';

/** Paths, version and abilities; looked up once per process. Throws MediaFailure `ffmpeg_missing`. */
export type Ffmpeg = {
  ffmpegPath: string;
  ffprobePath: string;
  version: string;
  encoders: ReadonlySet<string>;
  filters: ReadonlySet<string>;
};
export declare function findFfmpeg(): Promise<Ffmpeg>;

export declare function sniffContainer(
  head: Uint8Array,
):
  | { ok: true; demuxer: Demuxer }
  | {
      ok: false;
      code:
        | 'need_more_data'
        | 'empty_file'
        | 'unknown_container'
        | 'playlist_refused'
        | 'text_refused'
        | 'image_refused'
        | 'archive_refused';
    };

/** Limits every call takes; defaults are safe. */
export type MediaLimits = {
  maxPixels?: number;
  maxDurationMs?: number;
  maxStreams?: number;
  deadlineMs?: number;
  stallMs?: number;
  memoryBytes?: number;
  niceness?: number;
};

/** Throws MediaFailure; `need_more_data` when a head is too short: call again with a longer one (256 KiB, doubled). */
export declare function probe(
  input: { path: string } | { head: Uint8Array },
  options?: { signal?: AbortSignal; limits?: MediaLimits },
): Promise<ProbeResult>;

/** An init segment as published, with its RFC 6381 string. */
export type InitInfo = { bytes: Uint8Array; codecs: string; width?: number; height?: number };

export type IngestOptions = {
  /** A file, or bytes in order as they arrive (an upload in flight). */
  source: string | AsyncIterable<Uint8Array>;
  probe: ProbeResult;
  /** Whether the source's own packets are to be published. Default: decided with passthroughReasons(probe.video). */
  passthrough?: boolean;
  /** Needed only where the video has to be encoded (`probe.video.copyable` is false): the ladder's first rendition. */
  topRendition?: Rendition;
  /** Which of probe.audioTracks; default 0. */
  audioTrack?: number;
  /** Calls are awaited one after the other per track: back-pressure reaches ffmpeg and the source. Init precedes segments. */
  onVideoInit: (init: InitInfo) => Promise<void> | void;
  onVideoSegment: (segment: VideoSegment) => Promise<void> | void;
  onAudioInit: (init: InitInfo) => Promise<void> | void;
  onAudioSegment: (segment: AudioSegment) => Promise<void> | void;
  /** A reason against passthrough that showed up only now. Segments go on; the caller withdraws the rendition. */
  onPassthroughRefused?: (reason: PassthroughReason) => Promise<void> | void;
  signal?: AbortSignal;
  limits?: MediaLimits;
};
export type IngestResult = {
  /** Segments are publishable as the top rendition (copied or encoded); false: they are a private mezzanine. */
  publishable: boolean;
  refusedBecause: PassthroughReason[];
  /** The video was encoded on the way (VP8, MPEG-2, …), not copied. */
  encoded: boolean;
  videoFrames: number;
  videoSegments: number;
  videoEnd90k: number;
  audioFrames: number;
  audioSegments: number;
  audioEnd48k: number;
  durationMs: number;
};
export declare function ingest(options: IngestOptions): Promise<IngestResult>;

export type ChunkSegmentInfo = {
  sequence: number;
  startPts90k: number;
  durationPts90k: number;
  frames: number;
  sizeBytes: number;
  sha256: string;
};
export type ChunkStoryboard = {
  bytes: Uint8Array;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  times90k: number[];
};
export type ChunkRendition = {
  name: string;
  codecs: string;
  initSha256: string;
  frames: number;
  startPts90k: number;
  endPts90k: number;
  segments: ChunkSegmentInfo[];
};
export type ChunkManifest = {
  index: number;
  sourceFrames: number;
  renditions: ChunkRendition[];
  storyboard: ChunkStoryboard | undefined;
};

export type EncodeChunkOptions = {
  /** As given to onVideoInit of the ingest pass. */
  init: Uint8Array;
  /** The bytes of chunk.inputSequences, whole segments, in order. */
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  chunk: ChunkTask;
  renditions: Rendition[];
  /** From probe.video: filters that the picture needs before scaling. */
  picture: { interlaced: boolean; hdr: boolean; fpsNum: number; fpsDen: number };
  onInit?: (rendition: string, init: InitInfo & { sha256: string }) => Promise<void> | void;
  onSegment: (rendition: string, sequence: number, bytes: Uint8Array, info: ChunkSegmentInfo) => Promise<void> | void;
  onProgress?: (done: { pts90k: number }) => void;
  /** Frames that may be missing (damaged sources); default 0. */
  missingFramesAllowed?: number;
  signal?: AbortSignal;
  limits?: MediaLimits;
};
/** Throws MediaFailure; `frame_count` when fewer frames came out than were planned, whatever ffmpeg's exit code. */
export declare function encodeChunk(options: EncodeChunkOptions): Promise<ChunkManifest>;

export type FrameOptions = {
  init: Uint8Array;
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  maxWidth?: number;
  format?: 'jpeg' | 'webp';
  signal?: AbortSignal;
  limits?: MediaLimits;
};
/** The frame shown at a time of the published timeline; `segments` must contain it. */
export declare function extractFrame(options: FrameOptions & { at90k: number }): Promise<Uint8Array>;
/** A representative frame of these segments (not black, not blurred by a cut). */
export declare function makePoster(options: FrameOptions): Promise<Uint8Array>;

export type FilmOptions = {
  path: string;
  seconds: number;
  width: number;
  height: number;
  /** `30`, `60000/1001`; default 30. */
  fps?: string;
  bitrateBps?: number;
  bframes?: number;
  videoCodec?: 'h264' | 'hevc10' | 'vp8' | 'vp9' | 'mpeg4' | 'mpeg2' | 'mjpeg';
  openGop?: boolean;
  gopSeconds?: number;
  /** Starting 0.4 s late, none, 1 s longer or shorter than the video. */
  audio?: 'normal' | 'late' | 'none' | 'longer' | 'shorter' | 'mono22k' | 'surround';
  audioCodec?: 'aac' | 'opus' | 'ac3' | 'mp3';
  /** By extension of path when absent. */
  container?: 'mp4' | 'mov' | 'matroska' | 'webm' | 'mpegts' | 'avi' | 'flv';
  moovLast?: boolean;
  rotation?: 90 | 180 | 270;
  chapters?: { startMs: number; title: string }[];
  /** WebVTT or SRT text, embedded as a subtitle track. */
  captions?: string;
  variableRate?: boolean;
  startSeconds?: number;
  signal?: AbortSignal;
};
/** A test film: moving picture with a frame counter, and tones. */
export declare function generateFilm(options: FilmOptions): Promise<void>;
