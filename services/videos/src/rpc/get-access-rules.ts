import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { toAccessRule } from '../store/to-access-rule.ts';

export const getAccessRules = defineRpc({
  method: VideosService.method.getAccessRules,
  callers: ['playback'],
  async handle(context: VideosContext, { videoIds }) {
    return { rules: (await context.videos.findMany(videoIds.slice(0, 500))).map(toAccessRule) };
  },
});
