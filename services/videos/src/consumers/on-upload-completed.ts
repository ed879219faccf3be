import { UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import type { VideosTables } from '../store/tables.ts';

export const onUploadCompleted = defineConsumer({
  event: UploadCompletedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await context.videos.applyTold(transaction, message.videoId, {
      source_sha256: message.sha256,
      // What plays is made of another file.
      ...(message.replaces ? {} : { upload_state: 'completed' as const }),
    });
  },
});
