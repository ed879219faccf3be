import { z } from 'zod';
import type { VideoCard as VideoCardMessage } from '../gen/kinora/videos/v1/videos_pb.ts';

export const VISIBILITIES = ['public', 'unlisted', 'private', 'password', 'members'] as const;
export const VIDEO_STATES = ['draft', 'uploading', 'processing', 'playable', 'ready', 'failed'] as const;

const channelRef = z.object({ id: z.string(), handle: z.string(), name: z.string(), avatarUrl: z.string().nullable() });

/** Null for what is no premiere, and when it is over. */
const premiereSchema = z
  .object({
    startsAt: z.string(),
    /** Null before it has begun: its time is to come, or the film does not play yet. */
    startedAt: z.string().nullable(),
  })
  .nullable();

/** A video in lists, whichever service has the list. */
export const videoCardSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Null while the film arrives and has not said it yet. */
  durationMs: z.number().nullable(),
  /** How much of it plays; null where nothing does. */
  availableMs: z.number().nullable(),
  thumbnailUrl: z.string().nullable(),
  previewUrl: z.string().nullable(),
  views: z.number(),
  /** As interactions told last, as are comments. */
  likes: z.number(),
  comments: z.number(),
  publishedAt: z.string().nullable(),
  createdAt: z.string(),
  visibility: z.enum(VISIBILITIES),
  /** Not for people under 18: ask before it is shown. */
  mature: z.boolean(),
  state: z.enum(VIDEO_STATES),
  premiere: premiereSchema,
  channel: channelRef,
});

export type VideoCard = z.infer<typeof videoCardSchema>;

/** What videos answered to another service, as the public API has it. */
export function toVideoCard(card: VideoCardMessage): VideoCard {
  return {
    id: card.id,
    title: card.title,
    durationMs: card.durationMs === undefined ? null : Number(card.durationMs),
    availableMs: card.availableMs === undefined ? null : Number(card.availableMs),
    thumbnailUrl: card.thumbnailPath || null,
    previewUrl: card.previewPath || null,
    views: Number(card.views),
    likes: Number(card.likes),
    comments: Number(card.comments),
    publishedAt: card.publishedAt || null,
    createdAt: card.createdAt,
    visibility: z.enum(VISIBILITIES).parse(card.visibility),
    mature: card.mature,
    state: z.enum(VIDEO_STATES).parse(card.state),
    premiere: card.premiereStartsAt
      ? { startsAt: card.premiereStartsAt, startedAt: card.premiereStartedAt || null }
      : null,
    channel: {
      id: card.channelId,
      handle: card.channelHandle,
      name: card.channelName,
      avatarUrl: card.channelAvatarPath || null,
    },
  };
}
