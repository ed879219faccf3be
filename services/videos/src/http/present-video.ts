import { type VideoCard, videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import type { Channel } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { Playback } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import type { Caller } from '@kinora/kernel';
import { z } from 'zod';
import { chaptersOf } from '../domain/chapters.ts';
import { CATEGORIES, LICENCES } from '../domain/details.ts';
import { premiereOf } from '../domain/premiere.ts';
import { videoState } from '../domain/video-state.ts';
import { mayEdit } from '../domain/visibility.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { rangeSchema } from './range-schema.ts';
import { type Arrival, arrivalSchema } from './read-arrival.ts';

export const playbackSchema = z.object({
  /** Another one plays when the file was replaced or processed again. */
  edition: z.string(),
  hlsUrl: z.string(),
  /** The sound alone. */
  soundUrl: z.string().nullable(),
  dashUrl: z.string(),
  posterUrl: z.string().nullable(),
  storyboardUrl: z.string().nullable(),
  complete: z.boolean(),
  availableMs: z.number(),
  expiresAt: z.string().nullable(),
  captionsVersion: z.number(),
  /** The one that is heard unless another is chosen first. */
  sounds: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      language: z.string().nullable(),
      loudnessLufs: z.number().nullable(),
    }),
  ),
  renditions: z.array(
    z.object({
      name: z.string(),
      width: z.number(),
      height: z.number(),
      frameRate: z.number(),
      bitrateBps: z.number(),
      codecs: z.string(),
      complete: z.boolean(),
      availableMs: z.number(),
    }),
  ),
});

export const videoDetailSchema = videoCardSchema.extend({
  description: z.string(),
  tags: z.array(z.string()),
  category: z.enum(CATEGORIES).nullable(),
  /** In which most of it is spoken: BCP 47. */
  language: z.string().nullable(),
  licence: z.enum(LICENCES),
  commentsAllowed: z.boolean(),
  chapters: z.array(z.object({ startMs: z.number(), title: z.string() })),
  chaptersFrom: z.enum(['creator', 'description', 'file']).nullable(),
  updatedAt: z.string(),
  version: z.number(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  canEdit: z.boolean(),
  /** One was set, whether it is asked for now or not; false for those who may not edit it. */
  hasPassword: z.boolean(),
  /** Whose members may watch where visibility is `members`; null for those who may not edit it. */
  viewerListId: z.string().nullable(),
  /** The parts of the film as it was uploaded that play; none: all of it. */
  shownRangesMs: z.array(rangeSchema),
  playback: playbackSchema.nullable(),
  /** While the file still arrives. */
  arrival: arrivalSchema.nullable(),
  /** When it becomes public by itself; for those who may edit it. */
  publishAt: z.string().nullable(),
  downloadsAllowed: z.boolean(),
  /** Something is pointed out while it plays, or at its end. */
  hasCards: z.boolean(),
  /** The creator chose its picture; it was not found by processing. */
  ownThumbnail: z.boolean(),
  downloads: z.array(z.object({ name: z.string(), url: z.string(), sizeBytes: z.number() })),
});

export type VideoDetail = z.infer<typeof videoDetailSchema>;

interface Hydrated {
  video: VideoRow;
  channel: Channel | undefined;
  playback: Playback | undefined;
}

export function presentCard({ video, channel, playback }: Hydrated): VideoCard {
  return {
    id: video.id,
    title: video.title,
    durationMs: video.duration_ms === null ? null : Number(video.duration_ms),
    availableMs: playback?.basePath ? Number(playback.availableMs) : null,
    thumbnailUrl: playback?.posterPath || null,
    previewUrl: playback?.storyboardPath || null,
    views: Number(video.views),
    likes: Number(video.likes),
    comments: Number(video.comments),
    publishedAt: video.published_at?.toISOString() ?? null,
    createdAt: video.created_at.toISOString(),
    visibility: video.visibility,
    mature: video.mature,
    state: videoState(video),
    premiere: presentPremiere(video),
    channel: {
      id: video.channel_id,
      handle: channel?.handle ?? '',
      name: channel?.name ?? '',
      avatarUrl: channel?.avatarPath || null,
    },
  };
}

export function presentDetail(hydrated: Hydrated, caller: Caller, arrival: Arrival | null): VideoDetail {
  const { video, playback } = hydrated;
  const { chapters, from } = chaptersOf(video);
  return {
    ...presentCard(hydrated),
    description: video.description,
    tags: video.tags,
    category: video.category,
    language: video.language,
    licence: video.licence,
    commentsAllowed: video.comments_allowed,
    chapters,
    chaptersFrom: from,
    updatedAt: video.updated_at.toISOString(),
    version: Number(video.version),
    width: video.width,
    height: video.height,
    failure: video.failure_code ? { code: video.failure_code, message: video.failure_message ?? '' } : null,
    canEdit: mayEdit(video, caller),
    viewerListId: mayEdit(video, caller) ? video.viewer_list_id : null,
    hasPassword: mayEdit(video, caller) && video.password_hash !== null,
    shownRangesMs: video.kept ?? [],
    // Of a premiere that is to come others have its picture alone.
    playback: playback?.basePath ? presentPlayback(playback) : null,
    arrival,
    publishAt: mayEdit(video, caller) ? (video.publish_at?.toISOString() ?? null) : null,
    downloadsAllowed: video.downloads_allowed,
    hasCards: (video.cards?.length ?? 0) > 0 || video.end_screen !== null,
    ownThumbnail: video.thumbnail_blob !== null,
    downloads: (playback?.downloads ?? []).map(({ name, path, sizeBytes }) => ({
      name,
      url: `${path}?${new URLSearchParams({ name: video.title })}`,
      sizeBytes: Number(sizeBytes),
    })),
  };
}

function presentPremiere(video: VideoRow): VideoCard['premiere'] {
  const premiere = premiereOf(video, Date.now());
  return (
    premiere && {
      startsAt: premiere.startsAt.toISOString(),
      startedAt: premiere.startedAt?.toISOString() ?? null,
    }
  );
}

export function presentPlayback(playback: Playback): z.infer<typeof playbackSchema> {
  return {
    edition: playback.edition,
    hlsUrl: `${playback.basePath}master.m3u8`,
    soundUrl: playback.sounds.length > 0 ? `${playback.basePath}audio.m3u8` : null,
    dashUrl: `${playback.basePath}manifest.mpd`,
    posterUrl: playback.posterPath || null,
    storyboardUrl: playback.storyboardPath || null,
    complete: playback.complete,
    availableMs: Number(playback.availableMs),
    expiresAt: playback.expiresAtMs > 0n ? new Date(Number(playback.expiresAtMs)).toISOString() : null,
    captionsVersion: Number(playback.captionsVersion),
    sounds: playback.sounds.map((sound) => ({
      name: sound.name,
      label: sound.label,
      language: sound.language || null,
      loudnessLufs: sound.loudnessLufs ?? null,
    })),
    renditions: playback.renditions.map((rendition) => ({
      name: rendition.name,
      width: rendition.width,
      height: rendition.height,
      frameRate: rendition.frameRate,
      bitrateBps: Number(rendition.bitrateBps),
      codecs: rendition.codecs,
      complete: rendition.complete,
      availableMs: Number(rendition.availableMs),
    })),
  };
}
