import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { crashPoint, defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** Stops what still arrives and removes the source; the janitor removes what a crash leaves in staging. */
export const onVideoDeleted = defineConsumer({
  event: VideoDeletedSchema,
  async prepare(context: UploadsContext, { message }) {
    const uploads = await context.uploads.findByVideo(message.videoId);
    for (const upload of uploads) {
      await context.running.settle(upload.id);
      crashPoint('delete-before-blobs');
      await context.blobs.deletePrefix(`sources/${message.videoId}/`);
    }
    return uploads;
  },
  async apply(context: UploadsContext, transaction: Transaction<UploadsTables>, _event, uploads) {
    for (const upload of uploads) await context.uploads.abandonIn(transaction, upload.id, 'the video was deleted');
  },
});
