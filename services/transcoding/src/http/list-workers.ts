import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';

const GONE_MS = 60_000;

export const listWorkers = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/workers',
  operationId: 'listWorkers',
  summary: 'Workers of the last day, near and far.',
  policy: 'admin',
  scopes: ['admin'],
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          state: z.enum(['active', 'draining', 'gone']),
          lastSeenAt: z.string(),
          running: z.number(),
          version: z.string(),
          address: z.string(),
        }),
      ),
    }),
  },
  async handle(context: TranscodingContext) {
    const workers = await context.workers.list();
    return {
      items: workers.map((worker) => ({
        id: worker.id,
        name: worker.name,
        state:
          worker.last_seen_at.getTime() < context.clock.now() - GONE_MS
            ? ('gone' as const)
            : worker.draining
              ? ('draining' as const)
              : ('active' as const),
        lastSeenAt: worker.last_seen_at.toISOString(),
        running: worker.running,
        version: worker.version,
        address: worker.address,
      })),
    };
  },
});
