import { AccountUpdatedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { ChannelsContext } from '../context.ts';
import { hideChannelsOf } from '../store/departing-accounts.ts';
import type { ChannelsTables } from '../store/tables.ts';

export const onAccountUpdated = defineConsumer({
  event: AccountUpdatedSchema,
  async apply(_context: ChannelsContext, transaction: Transaction<ChannelsTables>, { message }) {
    await hideChannelsOf(transaction, message);
  },
});
