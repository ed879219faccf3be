import { UploadAbandonedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import type { VideosTables } from '../store/tables.ts';

export const onUploadAbandoned = defineConsumer({
  event: UploadAbandonedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    // What plays is made of another file.
    if (message.replaces) return;
    await context.videos.applyTold(transaction, message.videoId, { upload_state: 'abandoned' });
  },
});
