import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { kernelErrors, type RouteTableEntry } from '@kinora/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

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
        handler: (request, reply) => pass({ request, reply, agent, url: context.peerUrl(route.service) }),
      });
    }
    done();
  });
}

function pass(options: {
  request: FastifyRequest;
  reply: FastifyReply;
  agent: Agent;
  url: string;
}): Promise<FastifyReply> {
  const { request, reply, agent } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        ...urlToHttpOptions(new URL(options.url)),
        path: pathOf(request),
        agent,
        method: request.method,
        headers: {
          ...withoutHops(request.headers),
          'x-request-id': request.id,
          'x-forwarded-for': request.ip,
          'x-forwarded-host': request.host,
          'x-forwarded-proto': request.protocol,
        },
      },
      (incoming) => {
        for (const [name, value] of Object.entries(withoutHops(incoming.headers))) {
          if (value !== undefined) reply.header(name, value);
        }
        incoming.once('error', () => reply.raw.destroy());
        reply.code(incoming.statusCode ?? 502);
        resolve(reply.send(incoming));
      },
    );
    // What nobody takes any more is read to its end: the next request on this connection comes behind it.
    outgoing.once('close', () => request.raw.unpipe(outgoing).resume());
    outgoing.once('error', (cause) => reject(kernelErrors.unavailable({ cause, retryAfterMs: 1000 })));
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) outgoing.destroy();
    });
    request.raw.pipe(outgoing);
  });
}

/** A target in absolute form names a host, which is not ours to ask. */
function pathOf(request: FastifyRequest): string {
  return (request.raw.url ?? '/').replace(/^https?:\/\/[^/]*/i, '');
}

/** RFC 9110 §7.6.1: beside the known ones, those that Connection names. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)));
}
