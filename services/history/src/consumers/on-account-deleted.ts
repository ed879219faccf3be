import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { HistoryContext } from '../context.ts';
import type { HistoryTables } from '../store/tables.ts';

export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(context: HistoryContext, transaction: Transaction<HistoryTables>, { message }) {
    await context.hidden.depart(transaction, message.accountId);
    afterCommit(transaction, () => context.removing.wake());
  },
});
