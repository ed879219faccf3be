import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { toTime } from './to-time.ts';

/** One that takes longer is as good as away, and the others' answers do not wait for it. */
const PATIENCE_MS = 2000;

const serviceHealth = z.object({
  name: z.string(),
  /** `away`: its process does not answer. `troubled`: something that it needs does not. */
  state: z.enum(['well', 'troubled', 'away']),
  version: z.string().nullable(),
  startedAt: z.string().nullable(),
  /** Database, bus and blobs, as far as it has them: whether they answer. */
  checks: z.record(z.string(), z.boolean()),
  /** Events that are written and not on the bus yet, and when the oldest was. */
  unsentEvents: z.number().nullable(),
  oldestUnsentAt: z.string().nullable(),
  parkedEvents: z.number().nullable(),
});
type ServiceHealth = z.infer<typeof serviceHealth>;

export const getHealth = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/health',
  operationId: 'getHealth',
  summary: 'How each service fares: whether it answers, what it needs, and events that it could not send or apply.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: z.object({ services: z.array(serviceHealth) }) },
  async handle(context: GatewayContext, { reply, signal }) {
    reply.header('cache-control', 'no-store');
    return { services: await Promise.all(context.services.map((name) => askHealth(context, name, signal))) };
  },
});

async function askHealth(context: GatewayContext, name: string, signal: AbortSignal): Promise<ServiceHealth> {
  try {
    const operations = context.operations(name);
    const health = await operations.getHealth({ service: name }, { signal, timeoutMs: PATIENCE_MS });
    return {
      name,
      state: Object.values(health.checks).every(Boolean) ? 'well' : 'troubled',
      version: health.version,
      startedAt: toTime(health.startedAtMs),
      checks: health.checks,
      unsentEvents: health.unsentEvents === undefined ? null : Number(health.unsentEvents),
      oldestUnsentAt: toTime(health.oldestUnsentMs),
      parkedEvents: health.parkedEvents === undefined ? null : Number(health.parkedEvents),
    };
  } catch (error) {
    if (signal.aborted) throw kernelErrors.unavailable({ cause: error });
    context.log.warn({ err: error, peer: name }, 'a service does not say how it fares');
    return {
      name,
      state: 'away',
      version: null,
      startedAt: null,
      checks: {},
      unsentEvents: null,
      oldestUnsentAt: null,
      parkedEvents: null,
    };
  }
}
