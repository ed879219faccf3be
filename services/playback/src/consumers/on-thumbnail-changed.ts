import { ThumbnailChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/** An older choice, or one of a video that has gone, changes nothing. */
export const onThumbnailChanged = defineConsumer({
  event: ThumbnailChangedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    const video = await context.access.lockVideo(transaction, message.videoId);
    if (video.deleted || Number(video.thumbnail_version) >= Number(message.version)) return;
    await transaction
      .updateTable('videos')
      .set({ thumbnail_blob: message.blobKey || null, thumbnail_version: Number(message.version) })
      .where('video_id', '=', message.videoId)
      .execute();
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
