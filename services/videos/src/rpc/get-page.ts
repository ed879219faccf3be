import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { maySee } from '../domain/visibility.ts';
import { hydrate } from '../http/hydrate.ts';

/** For link previews: what a visitor who is not logged in may know. */
export const getPage = defineRpc({
  method: VideosService.method.getPage,
  callers: ['gateway'],
  async handle(context: VideosContext, { videoId }) {
    const video = await context.videos.find(videoId);
    if (!video || !maySee(video, VISITOR)) return {};
    const [hydrated] = await hydrate(context, [video], VISITOR);
    return {
      page: {
        title: video.title,
        description: video.description,
        channelName: hydrated?.channel?.name ?? '',
        channelHandle: hydrated?.channel?.handle ?? '',
        // Previews are seen by people whom nobody has asked how old they are.
        posterPath: video.mature ? '' : (hydrated?.playback?.posterPath ?? ''),
        durationMs: BigInt(video.duration_ms ?? 0),
        publishedAt: video.published_at?.toISOString() ?? '',
        width: video.width ?? 0,
        height: video.height ?? 0,
        mature: video.mature,
      },
    };
  },
});
