import { ReactionChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import type { VideosTables } from '../store/tables.ts';

/** A read copy for lists; interactions owns the count. */
export const onReactionChanged = defineConsumer({
  event: ReactionChangedSchema,
  async apply(_context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await transaction
      .updateTable('videos')
      .set({ likes: Number(message.likes), reactions_version: Number(message.version) })
      .where('id', '=', message.videoId)
      .where('reactions_version', '<', Number(message.version))
      .execute();
  },
});
