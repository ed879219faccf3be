import { PicturesCommittedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { publishEdition } from '../store/publish.ts';

export const onPicturesCommitted = defineConsumer({
  event: PicturesCommittedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    // The video before its editions, as a change of rule does: two that wait for each other would both be late.
    await context.access.lockVideo(transaction, message.videoId);
    if (message.posterBlobKey) {
      await transaction
        .updateTable('editions')
        .set({ poster_blob: message.posterBlobKey })
        .where('id', '=', message.edition)
        .execute();
    }
    for (const sheet of message.sheets) {
      await transaction
        .insertInto('storyboard_sheets')
        .values({
          edition_id: message.edition,
          position: sheet.index,
          blob_key: sheet.blobKey,
          tile_start_ms: sheet.tileStartMs.map(Number),
          columns: sheet.columns,
          rows: sheet.rows,
          tile_width: sheet.tileWidth,
          tile_height: sheet.tileHeight,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await publishEdition(context, transaction, message.edition);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
