import { VideoAccessChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { fromWire } from '../domain/access-rule.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { publishLatest } from '../store/publish-latest.ts';

/** The call that preceded it may have been lost; an equal or older version changes nothing. */
export const onVideoAccessChanged = defineConsumer({
  event: VideoAccessChangedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    if (!message.rule) return;
    await context.access.applyRuleIn(transaction, fromWire(message.rule));
    await publishLatest(context, transaction, message.rule.videoId);
  },
  afterCommit(context, { message }) {
    if (message.rule) context.leases.forgetVideo(message.rule.videoId);
  },
});
