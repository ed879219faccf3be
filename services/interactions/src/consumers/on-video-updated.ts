import { VideoUpdatedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { InteractionsContext } from '../context.ts';
import type { InteractionsTables } from '../store/tables.ts';

/** Comments go along where a video goes to another channel: others moderate them then. */
export const onVideoUpdated = defineConsumer({
  event: VideoUpdatedSchema,
  async apply(_context: InteractionsContext, transaction: Transaction<InteractionsTables>, { message }) {
    const { videoId, channelId } = message;
    const { numUpdatedRows } = await transaction
      .updateTable('videos')
      .set({ channel_id: channelId })
      .where('video_id', '=', videoId)
      .where('channel_id', '<>', channelId)
      .where('closed', '=', false)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction
      .updateTable('comments')
      .set({ channel_id: channelId })
      .where('video_id', '=', videoId)
      .where('channel_id', '<>', channelId)
      .execute();
  },
});
