import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { publishEdition } from '../store/publish.ts';

/** Playlists end here; the exact duration is known. */
export const onProcessingFinished = defineConsumer({
  event: ProcessingFinishedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    // The video before its editions, as a change of rule does: two that wait for each other would both be late.
    await context.access.lockVideo(transaction, message.videoId);
    await transaction
      .updateTable('editions')
      .set({ finished: true, duration_ms: Number(message.durationMs) })
      .where('id', '=', message.edition)
      .execute();
    if (message.leftOut.length > 0) {
      await transaction
        .updateTable('renditions')
        .set({ left_out_until: new Date(Number(message.leftOutUntilMs)) })
        .where('edition_id', '=', message.edition)
        .where('name', 'in', message.leftOut)
        .execute();
    }
    await publishEdition(context, transaction, message.edition);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
