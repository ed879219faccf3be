import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { SubscriptionsContext } from '../context.ts';
import type { SubscriptionsTables } from '../store/tables.ts';

export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(context: SubscriptionsContext, transaction: Transaction<SubscriptionsTables>, { message }) {
    await context.subscriptions.forget(transaction, message.accountId);
  },
});
