import type { FastifyInstance } from 'fastify';
import { kernelErrors } from '../errors/app-error.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** `/healthz`: the process answers. `/readyz`: what it needs answers too. `/metrics`: for Prometheus. */
export function mountOperations(
  server: FastifyInstance,
  options: { metrics: Metrics; metricsToken: string | undefined; checks: () => Promise<Record<string, boolean>> },
): void {
  server.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));

  server.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const checks = await options.checks();
    const ready = Object.values(checks).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  });

  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const { metricsToken } = options;
    const allowed = metricsToken
      ? request.headers.authorization === `Bearer ${metricsToken}`
      : isLoopback(request.socket.remoteAddress) && request.headers['x-forwarded-for'] === undefined;
    if (!allowed) throw kernelErrors.forbidden();
    return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || address.replace('::ffff:', '').startsWith('127.'));
}
