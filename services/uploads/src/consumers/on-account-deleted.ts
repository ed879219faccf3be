import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer, forgetAnswersFor } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** Files go with their videos; here goes what names the person, as what files were called and where they came from. */
export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(_context: UploadsContext, transaction: Transaction<UploadsTables>, { message }) {
    const { accountId } = message;
    await transaction
      .updateTable('imports')
      .set({
        account_id: '',
        url: '',
        validator: '',
        state: sql`case state when 'waiting' then 'failed' else state end`,
        failure_message: null,
      })
      .where('account_id', '=', accountId)
      .execute();
    await transaction
      .updateTable('uploads')
      .set({ account_id: '', file_name: '' })
      .where('account_id', '=', accountId)
      .execute();
    await transaction.updateTable('stored_parts').set({ account_id: '' }).where('account_id', '=', accountId).execute();
    await transaction
      .deleteFrom('hand_overs')
      .where((of) => of.or([of('account_id', '=', accountId), of('from_account_id', '=', accountId)]))
      .execute();
    await transaction.deleteFrom('quotas').where('account_id', '=', accountId).execute();
    await forgetAnswersFor(transaction, accountId);
  },
});
