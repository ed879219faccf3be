import { VideoOwnerChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { InteractionsContext } from '../context.ts';
import type { InteractionsTables } from '../store/tables.ts';

/** Whoever owns it from now on is told what others think of it. */
export const onVideoOwnerChanged = defineConsumer({
  event: VideoOwnerChangedSchema,
  async apply(_context: InteractionsContext, transaction: Transaction<InteractionsTables>, { message }) {
    await transaction
      .updateTable('videos')
      .set({ owner_account_id: message.to })
      .where('video_id', '=', message.videoId)
      .where('closed', '=', false)
      .execute();
  },
});
