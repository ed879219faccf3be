import { EditionWithdrawnSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { failsStill } from '../domain/late-events.ts';
import type { VideosTables } from '../store/tables.ts';

/**
 * What plays is shown no more, and nothing is said about the file: another edition may follow. One that had failed is
 * withdrawn when it is tried again.
 */
export const onEditionWithdrawn = defineConsumer({
  event: EditionWithdrawnSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    // It was to take the place of what plays, and that goes on.
    if (message.held) return;
    const { edition } = message;
    await context.videos.applyTold(
      transaction,
      message.videoId,
      { playable: false, complete: false, failure_code: null, failure_message: null, failed_edition: edition },
      (video) => failsStill(video, edition),
    );
  },
});
