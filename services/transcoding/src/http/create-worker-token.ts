import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';

export const createWorkerToken = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/worker-tokens',
  operationId: 'createWorkerToken',
  summary: 'A token for `kinora worker` on another machine; shown once.',
  policy: 'admin',
  scopes: [],
  body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  answers: { 201: z.object({ id: z.string(), token: z.string() }) },
  async handle(context: TranscodingContext, { body, reply, caller, address }) {
    reply.code(201).header('cache-control', 'no-store');
    return context.workers.createToken(body.name, actsOf(context.outbox, { caller, address }));
  },
});
