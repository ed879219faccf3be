import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { closeChannel } from '../store/closed-channels.ts';
import type { VideosTables } from '../store/tables.ts';

/** There may be thousands of videos in it: they leave one by one afterwards. */
export const onChannelDeleted = defineConsumer({
  event: ChannelDeletedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await closeChannel(transaction, { channelId: message.channelId, videosTo: message.videosTo || null });
    afterCommit(transaction, () => context.emptying.wake());
  },
});
