import { ViewerListChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

/** The call that preceded it may have been lost; an equal or older version changes nothing. */
export const onViewerListChanged = defineConsumer({
  event: ViewerListChangedSchema,
  async apply(context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    if (message.list) await context.viewerLists.applyIn(transaction, message.list);
  },
  afterCommit(context, { message }) {
    if (message.list) context.leases.forgetList(message.list.id);
  },
});
