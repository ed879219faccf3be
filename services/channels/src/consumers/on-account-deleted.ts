import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { ChannelsContext } from '../context.ts';
import type { ChannelsTables } from '../store/tables.ts';

export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(context: ChannelsContext, transaction: Transaction<ChannelsTables>, { message }) {
    await context.members.forget(transaction, message.accountId);
    await context.channels.deleteAllOf(transaction, message.accountId);
    afterCommit(transaction, () => context.removing.wake());
  },
});
