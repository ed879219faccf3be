import type { Route } from '@kinora/kernel';
import type { SubscriptionsContext } from './context.ts';
import { deleteSubscription } from './http/delete-subscription.ts';
import { getSubscription } from './http/get-subscription.ts';
import { listNewVideos } from './http/list-new-videos.ts';
import { listSubscriptions } from './http/list-subscriptions.ts';
import { putSubscription } from './http/put-subscription.ts';
import { visitSubscriptions } from './http/visit-subscriptions.ts';

/** All that subscriptions answers over HTTP. */
export const routes: Route<SubscriptionsContext>[] = [
  deleteSubscription,
  getSubscription,
  listNewVideos,
  listSubscriptions,
  putSubscription,
  visitSubscriptions,
];
