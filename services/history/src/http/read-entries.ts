import { toVideoCard } from '@kinora/contracts/api/video-card.ts';
import { type AccountCaller, viewerOf } from '@kinora/kernel';
import type { Viewing } from '@kinora/ports';
import type { z } from 'zod';
import type { HistoryContext } from '../context.ts';
import type { entrySchema } from './entry-schema.ts';

export type Entry = z.infer<typeof entrySchema>;

/** Viewings with their videos, in their order; what may not be seen any more is left out. At most 100. */
export async function readEntries(
  context: HistoryContext,
  viewings: readonly Viewing[],
  caller: AccountCaller,
): Promise<Entry[]> {
  if (viewings.length === 0) return [];
  const videoIds = [...new Set(viewings.map(({ videoId }) => videoId))];
  const { cards } = await context.videos.getCards({ videoIds, viewer: viewerOf(caller) });
  const known = new Map(cards.map((card) => [card.id, toVideoCard(card)]));
  return viewings.flatMap(({ videoId, seenAt, positionMs, durationMs }) => {
    const video = known.get(videoId);
    return video ? { viewedAt: seenAt.toISOString(), positionMs, durationMs, video } : [];
  });
}
