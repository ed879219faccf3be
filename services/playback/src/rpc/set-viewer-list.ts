import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc, kernelErrors } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { LIST_CHANNEL, waitForLeases } from './set-access.ts';

/** Keys go on: of all viewers only those who are on the list no more are refused, and that is so when we answer. */
export const setViewerList = defineRpc({
  method: PlaybackService.method.setViewerList,
  callers: ['videos'],
  async handle(context: PlaybackContext, { list }) {
    if (!list) throw kernelErrors.malformed_request();
    const isNarrower = await context.viewerLists.apply(list);
    context.leases.forgetList(list.id);
    await context.pubSub.publish(LIST_CHANNEL, list.id);
    if (isNarrower) await waitForLeases(context);
    return {};
  },
});
