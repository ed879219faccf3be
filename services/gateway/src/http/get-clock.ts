import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';

export const getClock = defineRoute({
  method: 'GET',
  path: '/api/v1/clock',
  operationId: 'getClock',
  summary: 'What time it is here, for what begins everywhere at once: clocks of visitors are often wrong.',
  policy: 'public',
  scopes: ['read'],
  answers: { 200: z.object({ now: z.string() }) },
  async handle(_context: GatewayContext, { reply }) {
    reply.header('cache-control', 'no-store');
    return { now: new Date().toISOString() };
  },
});
