import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

export const onVideoDeleted = defineConsumer({
  event: VideoDeletedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    await context.access.applyRuleIn(transaction, {
      videoId: message.videoId,
      visibility: 'private',
      ownerAccountId: '',
      accessVersion: Number(message.accessVersion),
      deleted: true,
      downloads: false,
    });
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
