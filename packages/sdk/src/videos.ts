import type { Chapter } from './captions.ts';
import type { ChannelRef, PictureType } from './channels.ts';
import type { Grant } from './grant.ts';
import type { Page, PageRequest } from './page.ts';
import type { Processing } from './processing.ts';
import type { Tagged } from './tagged.ts';
import type { Body, Transport } from './transport.ts';
import type { Trim } from './trim.ts';
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

export function videosApi(transport: Transport) {
  const path = (id: string) => `/videos/${encodeURIComponent(id)}`;
  return {
    /** Public videos that play, newest first by default; optionally of one channel (id or `@handle`), tag or category. */
    list(request: PageRequest & VideoFilter & { sort?: VideoSort } = {}): Promise<Page<VideoCard>> {
      const { signal, ...query } = request;
      return transport.json('/videos', { query: { sort: 'newest', ...query }, signal, auth: 'none' });
    },
    /** Tags that begin like this, the most used first, with how many public videos have each. */
    async tags(prefix: string, signal?: AbortSignal): Promise<{ tag: string; videos: number }[]> {
      const path = '/tags';
      const options = { query: { prefix }, signal, auth: 'none' } as const;
      return (await transport.json<{ items: { tag: string; videos: number }[] }>(path, options)).items;
    },
    /** Others of mine that were made of the same file. */
    async duplicates(id: string, signal?: AbortSignal): Promise<{ id: string; title: string; createdAt: string }[]> {
      const path = `/videos/${encodeURIComponent(id)}/duplicates`;
      return (await transport.json<{ items: { id: string; title: string; createdAt: string }[] }>(path, { signal }))
        .items;
    },
    /** Premieres that are to come, the next first; optionally of one channel (id or `@handle`). */
    async premieres(
      request: { limit?: number; channel?: string | undefined; signal?: AbortSignal } = {},
    ): Promise<VideoCard[]> {
      const { signal, ...query } = request;
      return (await transport.json<{ items: VideoCard[] }>('/premieres', { query, signal, auth: 'none' })).items;
    },
    /** Mine in every state, the newest first unless asked otherwise. */
    mine(request: PageRequest & MyVideoFilter = {}): Promise<Page<MyVideo>> {
      const { signal, ...query } = request;
      return transport.json('/me/videos', { query, signal });
    },
    /** Of others, by lists of theirs that name me; the newest first. */
    shared(request: PageRequest = {}): Promise<Page<VideoCard>> {
      const { signal, ...query } = request;
      return transport.json('/me/shared-videos', { query, signal });
    },
    /** @param grant what `open` has answered, for a video with a password. */
    get(id: string, signal?: AbortSignal, grant?: string): Promise<VideoDetail> {
      return transport.json(path(id), {
        signal,
        ...(grant === undefined ? {} : { headers: { 'video-grant': grant } }),
      });
    },
    /** @param grant as for `get`. */
    cards(id: string, signal?: AbortSignal, grant?: string): Promise<VideoCards> {
      const headers = grant === undefined ? {} : { headers: { 'video-grant': grant } };
      return transport.json(`${path(id)}/cards`, { signal, ...headers });
    },
    putCards(id: string, cards: CardsChange): Promise<VideoCards> {
      return transport.json(`${path(id)}/cards`, { method: 'PUT', json: cards });
    },
    /** With its password, for twelve hours or until that is changed. */
    open(id: string, password: string): Promise<Grant> {
      return transport.json(`${path(id)}/grants`, { method: 'POST', json: { password } });
    },
    /** Makes a draft; `upload.url` is a tus resource when sizeBytes was given, else the creation endpoint. */
    create(video: NewVideo, options: { idempotencyKey?: string; signal?: AbortSignal } = {}): Promise<CreatedVideo> {
      const headers = options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : undefined;
      return transport.json('/videos', { method: 'POST', json: video, headers, signal: options.signal });
    },
    update(id: string, change: VideoChange): Promise<VideoDetail> {
      return transport.json(path(id), { method: 'PATCH', json: change });
    },
    /** Changes up to 100 of mine alike, each for itself. */
    async changeMany(ids: string[], change: BulkChange): Promise<BulkResult[]> {
      const options = { method: 'POST', json: { ids, change } } as const;
      return (await transport.json<{ results: BulkResult[] }>('/videos/bulk', options)).results;
    },
    /** Deletes up to 100 of mine, each for itself. */
    async deleteMany(ids: string[]): Promise<BulkResult[]> {
      const options = { method: 'POST', json: { ids }, keepalive: true } as const;
      return (await transport.json<{ results: BulkResult[] }>('/videos/bulk-deletion', options)).results;
    },
    /** Settings that I keep for my next videos, by name. */
    async templates(signal?: AbortSignal): Promise<VideoTemplate[]> {
      return (await transport.json<{ items: VideoTemplate[] }>('/me/video-templates', { signal })).items;
    },
    /** Of a video of mine: all but title, file and chapters. */
    createTemplate(template: { name: string; videoId: string }): Promise<VideoTemplate> {
      return transport.json('/me/video-templates', { method: 'POST', json: template });
    },
    updateTemplate(id: string, change: { name?: string; videoId?: string }): Promise<VideoTemplate> {
      return transport.json(`/me/video-templates/${encodeURIComponent(id)}`, { method: 'PATCH', json: change });
    },
    async deleteTemplate(id: string): Promise<void> {
      await transport.request(`/me/video-templates/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true });
    },
    /** `under_way` when copies may still be answered for some seconds. */
    async delete(id: string): Promise<{ withdrawal: 'done' | 'under_way' }> {
      const response = await transport.request(path(id), { method: 'DELETE', keepalive: true });
      return { withdrawal: response.status === 202 ? 'under_way' : 'done' };
    },
    /** What plays goes on until the new file is processed; `upload.url` is a tus resource. */
    replaceFile(id: string, file: { fileName: string; sizeBytes: number }): Promise<{ upload: { url: string } }> {
      return transport.json(`${path(id)}/replacement`, { method: 'POST', json: file });
    },
    /** The picture that stands for it: JPEG, PNG, WebP or AVIF, at most 8 MB. */
    async putThumbnail(id: string, image: Body, type: PictureType | 'image/avif'): Promise<void> {
      await transport.request(`${path(id)}/thumbnail`, {
        method: 'PUT',
        body: image,
        headers: { 'content-type': type },
      });
    },
    /** The one that processing found again. */
    async deleteThumbnail(id: string): Promise<void> {
      await transport.request(`${path(id)}/thumbnail`, { method: 'DELETE' });
    },
    /** Makes it anew of the file that is kept; what plays goes on. */
    async reprocess(id: string): Promise<void> {
      await transport.request(`${path(id)}/reprocessing`, { method: 'POST' });
    },
    /** Which parts are shown, in times of the film as it was uploaded. */
    trim(id: string, signal?: AbortSignal): Promise<Trim> {
      return transport.json(`${path(id)}/trim`, { signal });
    },
    /** Shows only these parts, [start, end) of the film as it was uploaded; what plays goes on until that is done. */
    async setTrim(id: string, rangesMs: [startMs: number, endMs: number][]): Promise<void> {
      await transport.request(`${path(id)}/trim`, { method: 'PUT', json: { rangesMs } });
    },
    /** Shows all of it again. */
    async restore(id: string): Promise<void> {
      await transport.request(`${path(id)}/trim`, { method: 'DELETE' });
    },
    /** Gives up what is being made to take the place of what plays. */
    async cancelNextEdition(id: string): Promise<void> {
      await transport.request(`${path(id)}/next-edition`, { method: 'DELETE' });
    },
    async processing(id: string, options: { etag?: string | null; signal?: AbortSignal } = {}) {
      const response = await transport.request(`${path(id)}/processing`, {
        signal: options.signal,
        headers: options.etag ? { 'if-none-match': options.etag } : undefined,
        accept: [304],
      });
      const value = response.status === 304 ? null : ((await response.json()) as Processing);
      return { value, etag: response.headers.get('etag') ?? options.etag ?? null } satisfies Tagged<Processing>;
    },
  };
}
