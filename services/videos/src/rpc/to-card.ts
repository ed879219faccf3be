import type { VideoCard } from '@kinora/contracts/api/video-card.ts';

/** As the wire has it. */
export function toCard(card: VideoCard) {
  return {
    id: card.id,
    title: card.title,
    ...(card.durationMs === null ? {} : { durationMs: BigInt(card.durationMs) }),
    ...(card.availableMs === null ? {} : { availableMs: BigInt(card.availableMs) }),
    thumbnailPath: card.thumbnailUrl ?? '',
    previewPath: card.previewUrl ?? '',
    views: BigInt(card.views),
    likes: BigInt(card.likes),
    comments: BigInt(card.comments),
    publishedAt: card.publishedAt ?? '',
    createdAt: card.createdAt,
    visibility: card.visibility,
    mature: card.mature,
    state: card.state,
    premiereStartsAt: card.premiere?.startsAt ?? '',
    premiereStartedAt: card.premiere?.startedAt ?? '',
    channelId: card.channel.id,
    channelHandle: card.channel.handle,
    channelName: card.channel.name,
    channelAvatarPath: card.channel.avatarUrl ?? '',
  };
}
