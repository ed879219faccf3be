import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { noteDeparture } from '../store/departing-owners.ts';
import type { VideosTables } from '../store/tables.ts';

/** There may be thousands of videos: they are gone through afterwards. */
export const onAccountDeleted = defineConsumer({
  event: AccountDeletedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await noteDeparture(transaction, { account_id: message.accountId, wanted: 'deleted' });
    await context.viewerLists.forget(transaction, message.accountId);
    afterCommit(transaction, () => context.followingOwners.wake());
  },
});
