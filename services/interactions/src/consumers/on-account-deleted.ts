import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { InteractionsContext } from '../context.ts';
import type { InteractionsTables } from '../store/tables.ts';

export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(context: InteractionsContext, transaction: Transaction<InteractionsTables>, { message }) {
    await context.leavings.noteDeparture(transaction, message.accountId);
    afterCommit(transaction, () => context.sweeping.wake());
  },
});
