import type { LadderSource } from '@kinora/media';

/** Containers that we open, by the name that ffmpeg's `-f` takes. */
export type Demuxer =
  | 'mov'
  | 'matroska'
  | 'mpegts'
  | 'mpeg'
  | 'avi'
  | 'flv'
  | 'ogg'
  | 'asf'
  | 'wav'
  | 'mp3'
  | 'flac'
  | 'aac';

export type ProbedVideo = LadderSource & {
  streamIndex: number;
  pixFmt: string;
  bitDepth: number;
  bitrateBps: number | undefined;
  colorTransfer: string | undefined;
  colorPrimaries: string | undefined;
  colorSpace: string | undefined;
  colorRange: string | undefined;
  interlaced: boolean;
  hdr: boolean;
  /** From the container's index, where it has one. */
  frames: number | undefined;
  hiddenFrames: number;
  /** Time of the first frame that is shown, seconds on the file's own clock. */
  firstPtsSeconds: number;
  /** A packet of this track was seen that is shown. */
  hasFrames: boolean;
};

export type ProbedAudio = {
  streamIndex: number;
  codec: string;
  channels: number;
  sampleRate: number;
  language: string | undefined;
  title: string | undefined;
  isDefault: boolean;
};

export type ProbedSubtitle = {
  streamIndex: number;
  codec: string;
  language: string | undefined;
  title: string | undefined;
  isText: boolean;
  /** Shown to everybody: what is foreign in the film. */
  isForced: boolean;
};
export type ProbedChapter = { startMs: number; endMs: number; title: string };

/** Plain JSON. */
export type ProbeResult = {
  demuxer: Demuxer;
  /** Absent where only a head was read and the container does not say. */
  durationMs: number | undefined;
  bitrateBps: number | undefined;
  startTimeSeconds: number;
  /** Absent: an audio file, or pictures only (cover art). */
  video: ProbedVideo | undefined;
  /** A picture that belongs to the file: the cover of a recording. */
  coverStreamIndex?: number | undefined;
  audioTracks: ProbedAudio[];
  subtitles: ProbedSubtitle[];
  /** At most 1,000. Times are relative to the start of the video. */
  chapters: ProbedChapter[];
};
