import { Agent } from 'node:http';
import { kernelErrors, passOn, type RouteTableEntry } from '@kinora/kernel';
import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../context.ts';

/**
 * Passes the routes of services in other processes on to them, bodies as streams in both directions. Internal routes
 * are never among them.
 */
export async function proxyRoutes(
  server: FastifyInstance,
  context: GatewayContext,
  routes: readonly RouteTableEntry[],
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  server.addHook('onClose', async () => agent.destroy());
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    for (const route of routes) {
      if (route.internal) continue;
      scope.route({
        method: route.method as 'GET',
        url: route.path,
        exposeHeadRoute: false,
        schema: route.schema,
        // The service itself checks what it takes.
        validatorCompiler: () => () => true,
        handler: (request, reply) =>
          passOn({
            request,
            reply,
            url: context.peerUrl(route.service),
            agent,
            headers: {
              'x-forwarded-for': request.ip,
              'x-forwarded-host': request.host,
              'x-forwarded-proto': request.protocol,
            },
            unreachable: (cause) => kernelErrors.unavailable({ cause, retryAfterMs: 1000 }),
          }),
      });
    }
    done();
  });
}
