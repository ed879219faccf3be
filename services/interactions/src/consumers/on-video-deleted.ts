import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { InteractionsContext } from '../context.ts';
import type { InteractionsTables } from '../store/tables.ts';

export const onVideoDeleted = defineConsumer({
  event: VideoDeletedSchema,
  async apply(context: InteractionsContext, transaction: Transaction<InteractionsTables>, { message }) {
    await context.leavings.closeVideo(transaction, message.videoId);
    afterCommit(transaction, () => context.sweeping.wake());
  },
});
