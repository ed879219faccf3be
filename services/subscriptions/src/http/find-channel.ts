import type { Channel } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { SubscriptionsContext } from '../context.ts';
import { subscriptionsErrors } from '../errors.ts';

/** Throws `subscriptions.not_found`, also for one that nobody but its owner sees. */
export async function findChannel(context: SubscriptionsContext, id: string): Promise<Channel> {
  const { channels } = await context.channels.getChannels({ ids: [id] });
  const [channel] = channels;
  if (!channel) throw subscriptionsErrors.not_found();
  return channel;
}
