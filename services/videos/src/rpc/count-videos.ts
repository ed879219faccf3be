import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';

export const countVideos = defineRpc({
  method: VideosService.method.countVideos,
  callers: ['channels'],
  async handle(context: VideosContext, { channelIds, withHidden }) {
    const counts = await context.lists.count(channelIds.slice(0, 500), { withHidden });
    return { counts: Object.fromEntries([...counts].map(([id, count]) => [id, BigInt(count)])) };
  },
});
