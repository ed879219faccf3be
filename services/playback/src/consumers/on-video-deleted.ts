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
      passwordVersion: 0,
      viewerListId: '',
      insiders: [],
      announced: false,
    });
    await context.captions.forget(transaction, message.videoId);
    await transaction
      .updateTable('videos')
      .set({ thumbnail_blob: null })
      .where('video_id', '=', message.videoId)
      .execute();
    for (const table of ['quality_days', 'quality_starts'] as const)
      await transaction.deleteFrom(table).where('video_id', '=', message.videoId).execute();
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
