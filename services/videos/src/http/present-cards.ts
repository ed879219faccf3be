import { type VideoCard, videoCardSchema } from '@kinora/contracts/api/video-card.ts';
import type { Caller } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { shownCards, targetsOf } from '../domain/cards.ts';
import { isInsider, maySee } from '../domain/visibility.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { hydrate } from './hydrate.ts';
import { presentCard } from './present-video.ts';

export const cardsSchema = z.object({
  /** Ascending. */
  cards: z.array(
    z.object({
      startMs: z.number(),
      /** Null: the channel of the video. */
      video: videoCardSchema.nullable(),
    }),
  ),
  /** Null: nothing is offered at the end. */
  endScreen: z
    .object({
      videos: z.array(videoCardSchema),
      withNewest: z.boolean(),
      /** Of the channel, and none of the others; null where there is none, or none is wanted. */
      newest: videoCardSchema.nullable(),
      withChannel: z.boolean(),
    })
    .nullable(),
});
export type Cards = z.infer<typeof cardsSchema>;

/** What is pointed out in a video, as far as whoever asks may see where it leads. */
export async function presentCards(context: VideosContext, video: VideoRow, caller: Caller): Promise<Cards> {
  const cards = shownCards(video.cards ?? [], video.kept);
  const { end_screen: end } = video;
  const targets = await context.videos.findMany(targetsOf(cards, end));
  const newest = end?.newest ? await findNewest(context, video, end.videoIds) : undefined;
  const seen = targets.filter((target) => maySee(target, caller) && (target.playable || isInsider(target, caller)));
  const hydrated = await hydrate(context, newest ? [...seen, newest] : seen, caller);
  const shown = new Map(hydrated.map((one) => [one.video.id, presentCard(one)]));
  return {
    cards: cards.flatMap(({ startMs, videoId }): Cards['cards'] => {
      if (videoId === null) return [{ startMs, video: null }];
      const target = shown.get(videoId);
      return target ? [{ startMs, video: target }] : [];
    }),
    endScreen: end && {
      videos: end.videoIds.flatMap((id): VideoCard[] => {
        const target = shown.get(id);
        return target ? [target] : [];
      }),
      withNewest: end.newest,
      newest: newest ? (shown.get(newest.id) ?? null) : null,
      withChannel: end.channel,
    },
  };
}

async function findNewest(context: VideosContext, video: VideoRow, besides: readonly string[]) {
  const limit = besides.length + 2;
  const latest = await context.lists.listPublic({ channelId: video.channel_id, limit });
  return latest.find(({ id }) => id !== video.id && !besides.includes(id));
}
