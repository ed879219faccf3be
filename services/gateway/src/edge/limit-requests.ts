import { kernelErrors } from '@kinora/kernel';
import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../context.ts';

const WINDOW_MS = 60_000;

/**
 * Requests to the API per address and minute. Uploads and workers send many and prove themselves; media are cheap.
 * When the counters are away nobody is locked out.
 */
export function limitRequests(server: FastifyInstance, { config, cache }: GatewayContext): void {
  const most = config.RATE_LIMIT_PER_MINUTE;
  if (most === 0) return;
  server.addHook('onRequest', async (request) => {
    // By the route that was found: an address may be written in more than one way.
    const route = request.routeOptions.url ?? '';
    const url = route.startsWith('/api/') ? route : request.url;
    if (!url.startsWith('/api/') || url.startsWith('/api/v1/uploads') || url.startsWith('/api/v1/worker/')) return;
    const { value, remainingMs } = await cache.increment(`gateway:requests:${request.ip}`, { windowMs: WINDOW_MS });
    if (value > most) throw kernelErrors.too_many_requests({ retryAfterMs: remainingMs });
  });
}
