import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';

export const visitSubscriptions = defineRoute({
  method: 'POST',
  path: '/api/v1/me/subscriptions/visits',
  operationId: 'visitSubscriptions',
  summary: 'I look at what is new in the channels that I follow; answers when I did so before.',
  policy: 'account',
  scopes: ['manage'],
  answers: { 200: z.object({ newSince: z.string().nullable() }) },
  async handle(context: SubscriptionsContext, { caller }) {
    const before = await context.subscriptions.visit(caller.accountId, new Date());
    return { newSince: before?.toISOString() ?? null };
  },
});
