import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/** What was shown of an edition before its processing failed is withdrawn: nothing is both failed and playable. */
export const onProcessingFailed = defineConsumer({
  event: ProcessingFailedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    await context.access.lockVideo(transaction, message.videoId);
    const current = await transaction
      .selectFrom('media_keys')
      .select('edition_id')
      .where('video_id', '=', message.videoId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (current?.edition_id === message.edition) await context.access.endKeys(transaction, message.videoId);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
