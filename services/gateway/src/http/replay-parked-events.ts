import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';

export const replayParkedEvents = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/parked-events/replays',
  operationId: 'replayParkedEvents',
  summary:
    'Have an event applied again, with those of its stream, in their order. It is asked for; the list says what came of it.',
  policy: 'admin',
  scopes: ['admin'],
  body: z.strictObject({ service: z.string().max(40), eventId: z.uuid() }),
  answers: { 202: null },
  errors: ['kernel.event_not_parked'],
  async handle(context: GatewayContext, { body, caller, address, reply }) {
    const { service, eventId } = body;
    if (!context.services.includes(service)) throw kernelErrors.event_not_parked();
    const { accountId } = caller;
    await context.operations(service).replayParkedEvents({ service, eventId, accountId, address });
    reply.code(202);
  },
});
