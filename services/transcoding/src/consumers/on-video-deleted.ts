import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { crashPoint, defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { lockEditions } from '../store/editions.ts';
import type { TranscodingTransaction } from '../store/jobs-store.ts';

/** Tasks end, segments go; what a worker writes in the meantime goes with the collector. */
export const onVideoDeleted = defineConsumer({
  event: VideoDeletedSchema,
  async prepare(context: TranscodingContext, { message }) {
    crashPoint('delete-before-blobs');
    await context.blobs.deletePrefix(`videos/${message.videoId}/`);
  },
  async apply(context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    // Who makes another edition at this moment is waited for: that one ends, too.
    await lockEditions(transaction, message.videoId);
    await transaction
      .insertInto('deleted_videos')
      .values({ video_id: message.videoId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await context.jobs.cancelIn(transaction, message.videoId);
  },
});
