import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { hydrate } from '../http/hydrate.ts';
import { presentCard } from '../http/present-video.ts';
import { toCard } from './to-card.ts';

const MOST = 100;
const MOST_CHANNELS = 2000;

/** For feeds of those who follow channels. */
export const listNewest = defineRpc({
  method: VideosService.method.listNewest,
  callers: ['subscriptions'],
  async handle(context: VideosContext, { channelIds, limit, after }) {
    const size = Math.min(Math.max(limit, 1), MOST);
    const rows = await context.lists.listNewestOf({
      channelIds: channelIds.slice(0, MOST_CHANNELS),
      limit: size + 1,
      after: after && { publishedAt: after.publishedAt, id: after.id },
    });
    const page = rows.slice(0, size);
    const last = rows.length > size ? page.at(-1) : undefined;
    return {
      cards: (await hydrate(context, page, VISITOR)).map((video) => toCard(presentCard(video))),
      ...(last ? { next: { publishedAt: last.published_at?.toISOString() ?? '', id: last.id } } : {}),
    };
  },
});
