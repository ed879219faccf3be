import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer, forgetAnswersFor } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/** What the person watched goes; counts of views stay, as they name nobody. */
export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(_context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    const { accountId } = message;
    for (const table of ['watchings', 'counted_views'] as const)
      await transaction.deleteFrom(table).where('viewer', '=', accountId).execute();
    await transaction
      .updateTable('videos')
      .set({ owner_account_id: '' })
      .where('owner_account_id', '=', accountId)
      .execute();
    await forgetAnswersFor(transaction, accountId);
  },
});
