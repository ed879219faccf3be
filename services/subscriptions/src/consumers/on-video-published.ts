import { VideoPublishedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { SubscriptionsContext } from '../context.ts';
import type { SubscriptionsTables } from '../store/tables.ts';

export const onVideoPublished = defineConsumer({
  event: VideoPublishedSchema,
  async apply(context: SubscriptionsContext, transaction: Transaction<SubscriptionsTables>, { message, envelope }) {
    await context.subscriptions.noteVideo(transaction, {
      channelId: message.channelId,
      at: new Date(envelope.occurredAt),
    });
  },
});
