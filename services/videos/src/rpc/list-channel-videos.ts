import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';

/** Their ids fit into one answer. */
const MOST = 50_000;

export const listChannelVideos = defineRpc({
  method: VideosService.method.listChannelVideos,
  callers: ['channels'],
  async handle(context: VideosContext, { channelId }) {
    return { videoIds: await context.lists.listInChannel(channelId, MOST) };
  },
});
