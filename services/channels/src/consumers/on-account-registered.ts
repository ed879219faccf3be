import { AccountRegisteredSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { ChannelsContext } from '../context.ts';
import type { ChannelsTables } from '../store/tables.ts';

/** Everybody has a channel from the start. */
export const onAccountRegistered = defineConsumer({
  event: AccountRegisteredSchema,
  async apply(context: ChannelsContext, transaction: Transaction<ChannelsTables>, { message }) {
    await context.channels.ensureFirstIn(transaction, message);
  },
});
