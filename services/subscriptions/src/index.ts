import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { SubscriptionChangedSchema } from '@kinora/contracts/kinora/subscriptions/v1/events_pb.ts';
import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, startLoop, WriteGroups } from '@kinora/kernel';
import { subscriptionsConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onChannelDeleted } from './consumers/on-channel-deleted.ts';
import { onVideoPublished } from './consumers/on-video-published.ts';
import type { SubscriptionsContext } from './context.ts';
import { routes } from './routes.ts';
import { exportAccount } from './rpc/export-account.ts';
import { getSubscriptions } from './rpc/get-subscriptions.ts';
import { listFollowers } from './rpc/list-followers.ts';
import { SubscriptionsStore } from './store/subscriptions-store.ts';
import type { SubscriptionsTables } from './store/tables.ts';
import type { SubscriptionWish, Written } from './store/write-subscriptions.ts';

/** Short enough not to be felt, long enough for a rush to share a commit. */
const GATHER_MS = 5;
const LARGEST_GROUP = 500;

export const subscriptions = defineService({
  name: 'subscriptions',
  owns: 'who follows which channel',
  config: subscriptionsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 2,
  routes,
  provides: { service: SubscriptionsService, methods: [exportAccount, getSubscriptions, listFollowers] },
  calls: { identity: IdentityService, channels: ChannelsService, videos: VideosService },
  emits: [SubscriptionChangedSchema],
  listens: [onAccountDeleted, onChannelDeleted, onVideoPublished],
  async start({ database, outbox, clients, secret, log }) {
    const store = new SubscriptionsStore({ database: database<SubscriptionsTables>(), outbox });
    const writes = new WriteGroups<SubscriptionWish, Written>({
      commit: (wishes) => store.write(wishes),
      gatherMs: GATHER_MS,
      largest: LARGEST_GROUP,
    });
    const emptying = startLoop({
      name: 'emptying deleted channels',
      log,
      idleMs: 60_000,
      run: () => store.emptyClosed(),
    });
    const context: SubscriptionsContext = {
      subscriptions: store,
      writes,
      emptying,
      channels: clients.channels,
      videos: clients.videos,
      cursors: createCursors(await secret('subscriptions-cursors')),
      log,
    };
    return {
      context,
      async stop() {
        await Promise.all([writes.close(), emptying.stop()]);
      },
    };
  },
});
