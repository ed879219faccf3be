import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { SubscriptionsContext } from '../context.ts';
import type { SubscriptionsTables } from '../store/tables.ts';

export const onChannelDeleted = defineConsumer({
  event: ChannelDeletedSchema,
  async apply(context: SubscriptionsContext, transaction: Transaction<SubscriptionsTables>, { message }) {
    await context.subscriptions.close(transaction, message.channelId);
    afterCommit(transaction, () => context.emptying.wake());
  },
});
