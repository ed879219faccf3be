import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { failsStill } from '../domain/late-events.ts';
import type { VideosTables } from '../store/tables.ts';

export const onProcessingFailed = defineConsumer({
  event: ProcessingFailedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    // It was to take the place of what plays, and that goes on.
    if (message.held) return;
    const { edition } = message;
    await context.videos.applyTold(
      transaction,
      message.videoId,
      {
        // What was shown of it is withdrawn.
        playable: false,
        complete: false,
        failure_code: message.code,
        failure_message: message.message,
        edition,
        failed_edition: edition,
      },
      (video) => failsStill(video, edition),
    );
  },
});
