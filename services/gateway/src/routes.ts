import type { Route } from '@kinora/kernel';
import type { GatewayContext } from './context.ts';
import { getClock } from './http/get-clock.ts';
import { getFeed } from './http/get-feed.ts';
import { getHealth } from './http/get-health.ts';
import { getOembed } from './http/get-oembed.ts';
import { listParkedEvents } from './http/list-parked-events.ts';
import { replayParkedEvents } from './http/replay-parked-events.ts';

/** All that gateway answers over HTTP. */
export const routes: Route<GatewayContext>[] = [
  getClock,
  getFeed,
  getHealth,
  getOembed,
  listParkedEvents,
  replayParkedEvents,
];
