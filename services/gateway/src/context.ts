import type { Client } from '@connectrpc/connect';
import type { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { AppSettings, Log, ServiceParts } from '@kinora/kernel';
import type { Cache } from '@kinora/ports';
import type { GatewayConfig } from './config.ts';
import type { InstanceLooks } from './pages/instance.ts';

/** What the edge may touch. */
export interface GatewayContext {
  config: GatewayConfig;
  app: AppSettings;
  videos: Client<typeof VideosService>;
  channels: Client<typeof ChannelsService>;
  instance: InstanceLooks;
  cache: Cache;
  log: Log;
  /** All that answer requests, by name. */
  services: readonly string[];
  operations: ServiceParts<unknown, Record<string, never>>['operations'];
  peerUrl(service: string): string;
}
