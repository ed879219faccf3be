import type { Channel } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { Playback } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import type { VideoGrant } from '../domain/video-grant.ts';
import type { VideoRow } from '../store/videos-store.ts';

export interface HydratedVideo {
  video: VideoRow;
  channel: Channel | undefined;
  playback: Playback | undefined;
}

/** Channels and what plays, for many videos in one call each. A peer that is away costs its part, not the list. */
export async function hydrate(
  context: VideosContext,
  videos: VideoRow[],
  caller: Caller,
  options: { downloads?: boolean; grant?: VideoGrant | undefined } = {},
): Promise<HydratedVideo[]> {
  if (videos.length === 0) return [];
  const { grant } = options;
  const away = (peer: string) => (error: unknown) => {
    context.log.warn({ err: error, peer }, 'a list is shown without what this service knows');
    return undefined;
  };
  const [channels, playbacks] = await Promise.all([
    context.channelCards.get([...new Set(videos.map((video) => video.channel_id))]).catch(away('channels')),
    context.playback
      .getPlayback({
        videoIds: videos.map((video) => video.id),
        withDownloads: options.downloads ?? false,
        ...(grant
          ? { opened: { videoId: grant.videoId, passwordVersion: BigInt(grant.passwordVersion), grantId: grant.id } }
          : {}),
        ...(caller.kind === 'account'
          ? { accountId: caller.accountId, sessionId: caller.sessionId, accountEpoch: BigInt(caller.epoch) }
          : {}),
      })
      .catch(away('playback')),
  ]);
  const playbackByVideo = new Map(playbacks?.playbacks.map((playback) => [playback.videoId, playback]));
  return videos.map((video) => ({
    video,
    channel: channels?.get(video.channel_id),
    playback: playbackByVideo.get(video.id),
  }));
}
