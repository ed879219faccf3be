import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';

export const listWorkerTokens = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/worker-tokens',
  operationId: 'listWorkerTokens',
  summary: 'Tokens that let workers in, the newest first; revoked ones are not among them.',
  policy: 'admin',
  scopes: ['admin'],
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          createdAt: z.string(),
          lastUsedAt: z.string().nullable(),
        }),
      ),
    }),
  },
  async handle(context: TranscodingContext) {
    const tokens = await context.workers.listTokens();
    return {
      items: tokens.map((token) => ({
        id: token.id,
        name: token.name,
        createdAt: token.created_at.toISOString(),
        lastUsedAt: token.last_used_at?.toISOString() ?? null,
      })),
    };
  },
});
