import { ViewsCountedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import type { VideosTables } from '../store/tables.ts';

/** A read copy for lists; playback owns the count. */
export const onViewsCounted = defineConsumer({
  event: ViewsCountedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await context.videos.applyTold(transaction, message.videoId, { views: Number(message.views) });
  },
});
