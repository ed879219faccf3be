export type HlsSegment = { uri: string; durationSeconds: number };

export type HlsMediaPlaylist = {
  mapUri: string;
  segments: HlsSegment[];
  /** False: type EVENT, more will be appended. True: type VOD with its end marked. */
  ended: boolean;
  /** Whole seconds, at least every segment's rounded duration; must not change while the playlist grows. */
  targetDurationSeconds: number;
};

export type HlsVariant = {
  uri: string;
  /** Shown by players that list qualities, e.g. `720p`. */
  name: string;
  /** Of the picture; absent where there is none. */
  picture?: { width: number; height: number; frameRate: number };
  /** RFC 6381, comma-separated, audio included. */
  codecs: string;
  /** Peak over any segment, audio included. */
  bandwidthBps: number;
  averageBandwidthBps: number;
  audioGroup?: string;
  subtitlesGroup?: string;
};

export type HlsAudio = {
  groupId: string;
  name: string;
  uri: string;
  language?: string;
  isDefault: boolean;
  channels: number;
};

export type HlsSubtitles = {
  groupId: string;
  /** Unique in its group: players list tracks by it. */
  name: string;
  uri: string;
  /** BCP 47. */
  language: string;
  /** Shown to viewers who have not chosen. */
  isDefault: boolean;
};

export type HlsMultivariantPlaylist = { variants: HlsVariant[]; audio: HlsAudio[]; subtitles?: HlsSubtitles[] };

export type PlaylistProblem = { line: number; message: string };
export type PlaylistResult<T> = { ok: true; value: T } | { ok: false; problems: PlaylistProblem[] };
