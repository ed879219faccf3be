import { CaptionsChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/** An older state, or one of a video that has gone, changes nothing. */
export const onCaptionsChanged = defineConsumer({
  event: CaptionsChangedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    const video = await context.access.lockVideo(transaction, message.videoId);
    if (video.deleted || Number(video.captions_version) >= Number(message.version)) return;
    await context.captions.replace(transaction, message);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
