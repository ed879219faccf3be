import { SubscriptionChangedSchema } from '@kinora/contracts/kinora/subscriptions/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { ChannelsContext } from '../context.ts';
import type { ChannelsTables } from '../store/tables.ts';

/** A read copy for channel pages; subscriptions owns the count. */
export const onSubscriptionChanged = defineConsumer({
  event: SubscriptionChangedSchema,
  async apply(_context: ChannelsContext, transaction: Transaction<ChannelsTables>, { message }) {
    await transaction
      .updateTable('channels')
      .set({ subscribers: Number(message.subscribers), subscribers_version: Number(message.version) })
      .where('id', '=', message.channelId)
      .where('subscribers_version', '<', Number(message.version))
      .execute();
  },
});
