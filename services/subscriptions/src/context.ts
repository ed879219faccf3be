import type { Client } from '@connectrpc/connect';
import type { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Cursors, Log, Loop, WriteGroups } from '@kinora/kernel';
import type { SubscriptionsStore } from './store/subscriptions-store.ts';
import type { SubscriptionWish, Written } from './store/write-subscriptions.ts';

/** What subscriptions' handlers may touch. */
export interface SubscriptionsContext {
  subscriptions: SubscriptionsStore;
  /** By which all changes are written. */
  writes: Pick<WriteGroups<SubscriptionWish, Written>, 'add'>;
  /** Empties deleted channels; woken when there is one. */
  emptying: Pick<Loop, 'wake'>;
  channels: Client<typeof ChannelsService>;
  videos: Client<typeof VideosService>;
  cursors: Cursors;
  log: Log;
}
