import { isAnnounced } from '../domain/premiere.ts';
import { THUMBNAIL } from '../domain/thumbnail-image.ts';
import type { HydratedVideo } from '../http/hydrate.ts';

/** As the wire has it. */
export function toPage({ video, channel, playback }: HydratedVideo) {
  return {
    videoId: video.id,
    title: video.title,
    description: video.description,
    tags: video.tags,
    channelId: video.channel_id,
    listed: video.visibility === 'public' || isAnnounced(video),
    channelName: channel?.name ?? '',
    channelHandle: channel?.handle ?? '',
    // Previews are seen by people whom nobody has asked how old they are.
    posterPath: video.mature ? '' : (playback?.posterPath ?? ''),
    durationMs: BigInt(video.duration_ms ?? 0),
    publishedAt: video.published_at?.toISOString() ?? '',
    width: video.width ?? 0,
    height: video.height ?? 0,
    mature: video.mature,
    posterWidth: video.thumbnail_blob ? THUMBNAIL.width : 0,
    posterHeight: video.thumbnail_blob ? THUMBNAIL.height : 0,
  };
}
