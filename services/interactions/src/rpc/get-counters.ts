import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';

const MOST = 100;

export const getCounters = defineRpc({
  method: InteractionsService.method.getCounters,
  callers: ['notifications'],
  async handle(context: InteractionsContext, { videoIds }) {
    const counters = await context.reactions.countersOf(videoIds.slice(0, MOST));
    return {
      counters: [...counters].map(([videoId, { likes, dislikes, comments }]) => ({
        videoId,
        likes: BigInt(likes),
        dislikes: BigInt(dislikes),
        comments: BigInt(comments),
      })),
    };
  },
});
