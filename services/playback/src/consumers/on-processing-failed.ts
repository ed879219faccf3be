import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/**
 * What was shown before processing failed is withdrawn: nothing is both failed and playable. An edition is replaced
 * only because it was wrong, so the failed one takes those before it along; without segments no rule that changes
 * later makes them play again.
 */
export const onProcessingFailed = defineConsumer({
  event: ProcessingFailedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    await context.access.lockVideo(transaction, message.videoId);
    const editions = await transaction
      .selectFrom('editions')
      .select(['id', 'planned_at'])
      .where('video_id', '=', message.videoId)
      .execute();
    // One that failed before it was planned is the newest.
    const until = editions.find(({ id }) => id === message.edition)?.planned_at;
    const withdrawn = editions.filter(({ planned_at: at }) => !until || at <= until).map(({ id }) => id);
    if (withdrawn.length === 0) return;
    await transaction.deleteFrom('runs').where('edition_id', 'in', withdrawn).execute();
    for (const id of withdrawn) await context.index.touch(transaction, id);
    const current = await transaction
      .selectFrom('media_keys')
      .select('edition_id')
      .where('video_id', '=', message.videoId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (current && withdrawn.includes(current.edition_id)) await context.access.endKeys(transaction, message.videoId);
  },
  afterCommit(context, { message }) {
    context.leases.forgetVideo(message.videoId);
  },
});
