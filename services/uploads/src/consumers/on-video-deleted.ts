import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { crashPoint, defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/**
 * Stops what still arrives and removes the source. An upload is given up before its source goes: nobody can complete it
 * any more, and who is just finishing it takes back what it wrote. The collector removes what a crash leaves.
 */
export const onVideoDeleted = defineConsumer({
  event: VideoDeletedSchema,
  async prepare(context: UploadsContext, { message }) {
    const uploads = await context.uploads.findByVideo(message.videoId);
    for (const { id } of uploads) {
      await context.running.settle(id);
      await context.uploads.abandon(id, 'the video was deleted');
    }
    crashPoint('delete-before-blobs');
    await context.blobs.deletePrefix(`sources/${message.videoId}/`);
  },
  async apply(context, transaction: Transaction<UploadsTables>, { message }) {
    await context.sources.endVideoIn(transaction, message.videoId);
  },
});
