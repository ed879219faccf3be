import { fileURLToPath } from 'node:url';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineService } from '@kinora/kernel';
import { gatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { limitRequests } from './edge/limit-requests.ts';
import { proxyRoutes } from './edge/proxy-routes.ts';
import { setSecurityHeaders } from './edge/security-headers.ts';
import { mountReference } from './pages/api-reference.ts';
import { InstanceLooks } from './pages/instance.ts';
import { mountManifest } from './pages/manifest.ts';
import { mountWebApp } from './pages/web-app.ts';
import { routes } from './routes.ts';

const WEB_DIR = fileURLToPath(new URL('../../../apps/web/dist/', import.meta.url));

export const gateway = defineService({
  name: 'gateway',
  owns: 'nothing: it is the public edge',
  config: gatewayConfig,
  migrations: null,
  connections: 0,
  routes,
  provides: null,
  calls: { identity: IdentityService, videos: VideosService, channels: ChannelsService },
  emits: [],
  listens: [],
  async start({ app, config, clients, cache, log, operations, peerUrl, routeTable }) {
    const context: GatewayContext = {
      config,
      app,
      videos: clients.videos,
      channels: clients.channels,
      instance: new InstanceLooks({ identity: clients.identity, log }),
      cache,
      log,
      operations,
      services: [...new Set(routeTable.map(({ service }) => service))].sort(),
      peerUrl,
    };
    return {
      context,
      async mount(server, { remoteRoutes }) {
        setSecurityHeaders(server);
        limitRequests(server, context);
        await proxyRoutes(server, context, remoteRoutes);
        mountReference(server);
        mountManifest(server, context);
        await mountWebApp(server, context, config.WEB_DIR ?? WEB_DIR);
      },
    };
  },
});
