import { VideoOwnerChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** The room that its files take counts to the new owner; what somebody else has sent for it stays with them. */
export const onVideoOwnerChanged = defineConsumer({
  event: VideoOwnerChangedSchema,
  async apply(_context: UploadsContext, transaction: Transaction<UploadsTables>, { message }) {
    for (const table of ['uploads', 'stored_parts'] as const)
      await transaction
        .updateTable(table)
        .set({ account_id: message.to })
        .where('video_id', '=', message.videoId)
        .where('account_id', '=', message.from)
        .execute();
    // It has come: what was promised to it is what it takes.
    await transaction
      .deleteFrom('hand_overs')
      .where('video_id', '=', message.videoId)
      .where('account_id', '=', message.to)
      .execute();
  },
});
