import { VideoCreatedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { fromWire } from '../domain/access-rule.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';
import { publishLatest } from '../store/publish-latest.ts';

export const onVideoCreated = defineConsumer({
  event: VideoCreatedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    if (!message.rule) return;
    await context.access.applyRuleIn(transaction, fromWire(message.rule));
    await publishLatest(context, transaction, message.videoId);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
