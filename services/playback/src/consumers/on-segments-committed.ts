import { SegmentsCommittedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { publishEdition } from '../store/publish.ts';

/** A run of segments joins the index; what it makes playable is told. */
export const onSegmentsCommitted = defineConsumer({
  event: SegmentsCommittedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    // The video before its editions, as a change of rule does: two that wait for each other would both be late.
    await context.access.lockVideo(transaction, message.videoId);
    const { edition, rendition, segments } = message;
    if (segments.length > 0) {
      await transaction
        .insertInto('runs')
        .values({
          edition_id: edition,
          rendition,
          first_sequence: message.firstSequence,
          start_ticks: Number(message.startTicks),
          durations: segments.map((segment) => Number(segment.durationTicks)),
          sizes: segments.map((segment) => segment.sizeBytes),
          blob_prefix: message.blobPrefix,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    const change = {
      ...(message.initBlobKey ? { init_blob: message.initBlobKey, codecs: message.codecs } : {}),
      ...(message.last ? { total_segments: message.firstSequence + segments.length } : {}),
      ...(message.loudnessLufs === undefined ? {} : { loudness_lufs: message.loudnessLufs }),
    };
    if (Object.keys(change).length > 0) {
      await transaction
        .updateTable('renditions')
        .set(change)
        .where('edition_id', '=', edition)
        .where('name', '=', rendition)
        .execute();
    }
    const isNews = await learnLength(transaction, edition, Number(message.filmDurationMs));
    await publishEdition(context, transaction, edition, isNews ? { isNews } : { onlySegments: true });
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});

/** Of a film that did not say how long it is before its file was read to the end. False where it was known. */
async function learnLength(transaction: PlaybackTransaction, edition: string, durationMs: number): Promise<boolean> {
  if (durationMs === 0) return false;
  const { numUpdatedRows } = await transaction
    .updateTable('editions')
    .set({ duration_ms: durationMs })
    .where('id', '=', edition)
    .where('duration_ms', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
