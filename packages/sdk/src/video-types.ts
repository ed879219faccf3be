import type { Chapter } from './captions.ts';
import type { ChannelRef } from './channels.ts';
import type { Category, VideoDetails } from './video-details.ts';

/** `password`: for whoever knows it; `members`: for whoever is on a list. */
export type Visibility = 'public' | 'unlisted' | 'private' | 'password' | 'members';

export type VideoSort = 'newest' | 'popular' | 'oldest';

/** `playable` plays while more is being processed. */
export type VideoState = 'draft' | 'uploading' | 'processing' | 'playable' | 'ready' | 'failed';

export interface VideoCard {
  id: string;
  title: string;
  /** Null while the film arrives and has not said it yet: some files do at their end. */
  durationMs: number | null;
  /** How much of it plays; null where nothing does. */
  availableMs: number | null;
  thumbnailUrl: string | null;
  /** WebVTT of the storyboard. */
  previewUrl: string | null;
  views: number;
  likes: number;
  comments: number;
  publishedAt: string | null;
  createdAt: string;
  visibility: Visibility;
  state: VideoState;
  /** Not for people under 18: ask before it is shown. */
  mature: boolean;
  /** Null for what is no premiere, and when it is over. */
  premiere: Premiere | null;
  channel: ChannelRef;
}

/** All watch together from its time on; before, there is a page and nothing to play. */
export interface Premiere {
  startsAt: string;
  /** Null before it has begun: its time is to come, or the film does not play yet. */
  startedAt: string | null;
}

export interface Failure {
  code: string;
  message: string;
}

export interface PlaybackRendition {
  name: string;
  width: number;
  height: number;
  frameRate: number;
  bitrateBps: number;
  codecs: string;
  complete: boolean;
  availableMs: number;
}

/** One of the film's sounds: a language, or remarks of whoever made it. */
export interface PlaybackSound {
  /** `audio`, `audio2` */
  name: string;
  /** What players list; unique in the film. */
  label: string;
  /** BCP 47; null where the file does not say. */
  language: string | null;
  /** Integrated loudness (EBU R 128); null for silence and before the sound is whole. */
  loudnessLufs: number | null;
}

export interface Playback {
  /** Another one plays when the file was replaced or processed again. */
  edition: string;
  hlsUrl: string;
  /** The sound alone; null for a silent film. */
  soundUrl: string | null;
  dashUrl: string;
  posterUrl: string | null;
  storyboardUrl: string | null;
  complete: boolean;
  availableMs: number;
  expiresAt: string | null;
  /** Grows when captions change. */
  captionsVersion: number;
  /** The one that is heard unless another is chosen comes first. */
  sounds: PlaybackSound[];
  renditions: PlaybackRendition[];
}

/** A file that whoever asked may take along. */
export interface Download {
  /** Of the rendition: `720p`, `audio`. */
  name: string;
  url: string;
  sizeBytes: number;
}

export interface VideoDetail extends VideoCard, VideoDetails {
  /** Something is pointed out while it plays, or at its end. */
  hasCards: boolean;
  /** The creator chose its picture; it was not found by processing. */
  ownThumbnail: boolean;
  description: string;
  tags: string[];
  chapters: Chapter[];
  /** Whose they are: given by the creator, or found in the description. */
  chaptersFrom: 'creator' | 'description' | 'file' | null;
  updatedAt: string;
  version: number;
  width: number | null;
  height: number | null;
  failure: Failure | null;
  canEdit: boolean;
  /** One was set, whether it is asked for now or not; false for those who may not edit it. */
  hasPassword: boolean;
  /** Whose members may watch where visibility is `members`; null for those who may not edit it. */
  viewerListId: string | null;
  playback: Playback | null;
  /** While the file still arrives; `share` of it, 0 to 1. */
  arrival: { state: 'arriving' | 'stopped'; movedAt: string; share: number } | null;
  /** The parts of the film as it was uploaded that play, [start, end); none: all of it. */
  shownRangesMs: [startMs: number, endMs: number][];
  /** When it becomes public by itself; null for those who may not edit it. */
  publishAt: string | null;
  /** The best first, the sound last; empty for those who may not. */
  downloads: Download[];
}

/** What a video points out while it plays, and at its end. */
export interface VideoCards {
  /** Ascending. */
  cards: VideoCardAt[];
  endScreen: VideoEnd | null;
}

export interface VideoCardAt {
  startMs: number;
  /** Null: the channel of the video. */
  video: VideoCard | null;
}

export interface VideoEnd {
  videos: VideoCard[];
  withNewest: boolean;
  newest: VideoCard | null;
  withChannel: boolean;
}

export interface CardsChange {
  /** At most five; null: the channel of the video. */
  cards: { startMs: number; videoId: string | null }[];
  /** At most two chosen ones. */
  endScreen: { videoIds: string[]; newest: boolean; channel: boolean } | null;
}

export interface ProcessingSummary {
  progress?: number;
  etaMs?: number | null;
  [name: string]: unknown;
}

export type MyVideo = VideoCard & {
  processing: ProcessingSummary | null;
  /** When it becomes public by itself. */
  publishAt: string | null;
  /** What its files, renditions and captions take; null where that is not known now. */
  storedBytes: number | null;
};

export type MyVideoSort = 'date' | 'title' | 'views' | 'size';

/** Which of my videos, and in which order. */
export interface MyVideoFilter {
  /** Its id. */
  channel?: string | undefined;
  /** Part of the title. */
  title?: string | undefined;
  state?: VideoState | undefined;
  visibility?: Visibility | undefined;
  sort?: MyVideoSort | undefined;
  order?: 'asc' | 'desc' | undefined;
}

export interface NewVideo extends Partial<VideoDetails> {
  title: string;
  description?: string;
  tags?: string[];
  visibility?: Visibility;
  /** With visibility `password`; at least six characters. */
  password?: string;
  /** With visibility `members`. */
  viewerListId?: string;
  channelId?: string;
  /** RFC 3339; when it was published elsewhere before. */
  publishedAt?: string;
  fileName?: string;
  sizeBytes?: number;
}

export type CreatedVideo = VideoDetail & { upload: { url: string } };

export interface VideoChange extends Partial<VideoDetails> {
  title?: string;
  description?: string;
  tags?: string[];
  visibility?: Visibility;
  /** With visibility `password`. A new one ends what the old one opened. */
  password?: string;
  /** With visibility `members`, which needs one of mine. */
  viewerListId?: string;
  channelId?: string;
  /** RFC 3339, still to come; null: not by itself. */
  publishAt?: string | null;
  /** With `publishAt`, of a private video that was never public. */
  premiere?: boolean;
}

/** For many videos at once. */
export interface BulkChange extends Omit<VideoChange, 'title'> {
  /** Beside those that each has. */
  addTags?: string[];
  removeTags?: string[];
}

export type BulkResult =
  | { id: string; outcome: 'done' }
  /** Nothing of this one was changed. */
  | { id: string; outcome: 'refused'; code: string; message: string };

/** Everything of a video that another may begin with. */
export interface VideoSettings extends VideoDetails {
  description: string;
  tags: string[];
  visibility: Visibility;
  /** With visibility `members`. */
  viewerListId?: string;
  channelId: string;
}

export interface VideoTemplate {
  id: string;
  name: string;
  settings: VideoSettings;
  createdAt: string;
}

export interface VideoFilter {
  channel?: string | undefined;
  tag?: string | undefined;
  category?: Category | undefined;
}
