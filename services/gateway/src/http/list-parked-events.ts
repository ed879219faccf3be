import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { toTime } from './to-time.ts';

const PATIENCE_MS = 2000;

const parkedEvent = z.object({
  /** Which could not apply it. */
  service: z.string(),
  eventId: z.string(),
  /** Full name of the message, such as `kinora.uploads.v1.UploadStarted`. */
  type: z.string(),
  producer: z.string(),
  key: z.string(),
  /** Events of one stream are applied in their order: those behind one that fails wait for it. */
  stream: z.string(),
  reason: z.string(),
  /** None: it waits for those before it, or for a release that knows it. */
  attempts: z.number(),
  parkedAt: z.string(),
  firstFailureAt: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  isReplaying: z.boolean(),
});
type ParkedEvent = z.infer<typeof parkedEvent>;

export const listParkedEvents = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/parked-events',
  operationId: 'listParkedEvents',
  summary: 'Dead letters: events that a service could not apply, in the order of their replay; at most 200 of each.',
  policy: 'admin',
  scopes: ['admin'],
  answers: {
    200: z.object({
      items: z.array(parkedEvent),
      /** With those that are not listed. */
      total: z.number(),
      /** Services that did not answer: theirs are not among these. */
      away: z.array(z.string()),
    }),
  },
  async handle(context: GatewayContext, { reply, signal }) {
    reply.header('cache-control', 'no-store');
    const away: string[] = [];
    const found = await Promise.all(
      context.services.map(async (service): Promise<{ items: ParkedEvent[]; total: number }> => {
        try {
          const operations = context.operations(service);
          const { events, total } = await operations.listParkedEvents({ service }, { signal, timeoutMs: PATIENCE_MS });
          const items = events.map(({ $typeName, parkedAtMs, firstFailureMs, lastFailureMs, ...event }) => ({
            ...event,
            service,
            parkedAt: toTime(parkedAtMs) ?? '',
            firstFailureAt: toTime(firstFailureMs),
            lastFailureAt: toTime(lastFailureMs),
          }));
          return { items, total: Number(total) };
        } catch (error) {
          context.log.warn({ err: error, peer: service }, 'a service does not say what it has parked');
          away.push(service);
          return { items: [], total: 0 };
        }
      }),
    );
    return {
      items: found.flatMap(({ items }) => items),
      total: found.reduce((sum, { total }) => sum + total, 0),
      away: away.sort(),
    };
  },
});
