// Signatures published ahead of their implementation.
import type { ChunkTask } from './ladder/chunk-task.ts';
import type { LadderSource, PassthroughReason, Rendition } from './ladder/rendition.ts';
import type { VideoSegmentInfo } from './packager/sample.ts';

/** Renditions from the source's size down to 240p (short side). The first is the top; `passthrough` as told. */
export declare function planLadder(
  source: LadderSource,
  options?: { passthrough?: boolean; maxShortSide?: number },
): Rendition[];
/** Why the source cannot be published as it is; empty when it can. */
export declare function passthroughReasons(source: LadderSource): PassthroughReason[];

export type PlanChunksOptions = {
  /** Aim, default 20,000. */
  targetMs?: number;
  /** Default 2. */
  workers?: number;
  /** True: output segments are exactly the source's segments. False: source segments over 6 s are divided at frames. */
  passthrough: boolean;
  /** No more segments will come: everything is planned. False while growing: an incomplete chunk stays unplanned. */
  final: boolean;
  /** Where the previous call ended (`PlannedChunks.state`); absent in the first call. */
  state?: ChunkPlanState;
  /** Distance of storyboard frames, default 5,000; 0 for none. */
  storyboardEveryMs?: number;
};
export type ChunkPlanState = {
  nextIndex: number;
  nextSequence: number;
  nextInputSequence: number;
  nextStoryboard90k: number;
};
export type PlannedChunks = { chunks: ChunkTask[]; state: ChunkPlanState };
/** Call it with all segments known so far (or those from `state.nextInputSequence - 1` on); returns the new tasks only. */
export declare function planChunks(segments: VideoSegmentInfo[], options: PlanChunksOptions): PlannedChunks;

export type HlsSegment = { uri: string; durationSeconds: number };
export type HlsMediaPlaylist = {
  mapUri: string;
  segments: HlsSegment[];
  ended: boolean;
  targetDurationSeconds: number;
};
export type HlsVariant = {
  uri: string;
  name: string;
  width: number;
  height: number;
  codecs: string;
  frameRate: number;
  bandwidthBps: number;
  averageBandwidthBps: number;
  audioGroup?: string;
};
export type HlsAudio = {
  groupId: string;
  name: string;
  uri: string;
  language?: string;
  isDefault: boolean;
  channels: number;
};
export type HlsMultivariantPlaylist = { variants: HlsVariant[]; audio: HlsAudio[] };
export declare function writeMediaPlaylist(playlist: HlsMediaPlaylist): string;
export declare function writeMultivariantPlaylist(playlist: HlsMultivariantPlaylist): string;
export type PlaylistProblem = { line: number; message: string };
export declare function parseMediaPlaylist(
  text: string,
): { ok: true; value: HlsMediaPlaylist & { type: 'EVENT' | 'VOD' } } | { ok: false; problems: PlaylistProblem[] };
export declare function parseMultivariantPlaylist(
  text: string,
): { ok: true; value: HlsMultivariantPlaylist } | { ok: false; problems: PlaylistProblem[] };

export type DashTrack = {
  /** Representation id, also usable in URIs. */
  id: string;
  mimeType: 'video/mp4' | 'audio/mp4';
  codecs: string;
  bandwidthBps: number;
  timescale: number;
  width?: number;
  height?: number;
  frameRate?: { num: number; den: number };
  sampleRate?: number;
  channels?: number;
  language?: string;
  initUri: string;
  /** `$Number$` template, numbers from `startNumber`. */
  mediaTemplate: string;
  startNumber: number;
  /** In ticks; contiguous. */
  segments: { start: number; duration: number }[];
};
export declare function writeMpd(mpd: {
  ended: boolean;
  durationMs: number;
  tracks: DashTrack[];
  publishTime?: string;
  availabilityStartTime?: string;
}): string;

export type StoryboardSheet = {
  uri: string;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  timesMs: number[];
};
export declare function writeStoryboardVtt(sheets: StoryboardSheet[], durationMs: number): string;
