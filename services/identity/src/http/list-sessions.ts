import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';

export const listSessions = defineRoute({
  method: 'GET',
  path: '/api/v1/sessions',
  operationId: 'listSessions',
  summary: 'My sessions and devices, the latest used first.',
  policy: 'account',
  scopes: [],
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          current: z.boolean(),
          createdAt: z.string(),
          lastSeenAt: z.string(),
          userAgent: z.string(),
          address: z.string(),
        }),
      ),
    }),
  },
  async handle(context: IdentityContext, { caller }) {
    const sessions = await context.sessions.list(caller.accountId);
    return {
      items: sessions.map((session) => ({
        id: session.id,
        current: session.id === caller.sessionId,
        createdAt: session.created_at.toISOString(),
        lastSeenAt: session.last_seen_at.toISOString(),
        userAgent: session.user_agent,
        address: session.address,
      })),
    };
  },
});
