import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { callerOf, defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { hydrate } from '../http/hydrate.ts';
import { presentCard } from '../http/present-video.ts';
import { toCard } from './to-card.ts';
import { visibleAmong } from './visible-among.ts';

const MOST = 100;

/** For lists of other services. */
export const getCards = defineRpc({
  method: VideosService.method.getCards,
  callers: ['channels', 'history', 'interactions', 'notifications', 'subscriptions'],
  async handle(context: VideosContext, { videoIds, viewer }) {
    const caller = callerOf(viewer);
    const rows = await visibleAmong(context, videoIds.slice(0, MOST), { caller });
    return { cards: (await hydrate(context, rows, caller)).map((video) => toCard(presentCard(video))) };
  },
});
