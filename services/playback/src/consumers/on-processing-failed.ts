import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { withdrawEditions } from '../store/withdraw-editions.ts';

/** What was shown before processing failed is withdrawn: nothing is both failed and playable. */
export const onProcessingFailed = defineConsumer({
  event: ProcessingFailedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    await withdrawEditions(context, transaction, message);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
