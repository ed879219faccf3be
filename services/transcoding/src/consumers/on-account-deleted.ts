import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer, forgetAnswersFor } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import type { TranscodingTransaction } from '../store/jobs-store.ts';

/** Films go with their videos. */
export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(_context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    await forgetAnswersFor(transaction, message.accountId);
  },
});
