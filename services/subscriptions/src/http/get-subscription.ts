import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';
import { findChannel } from './find-channel.ts';
import { subscriptionSchema } from './subscription-schema.ts';

export const getSubscription = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/subscription',
  operationId: 'getSubscription',
  summary: 'How many follow a channel, and whether I do.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: subscriptionSchema },
  errors: ['subscriptions.not_found'],
  async handle(context: SubscriptionsContext, { params, caller }) {
    const { id } = await findChannel(context, params.id);
    const [subscribers, row] = await Promise.all([
      context.subscriptions.countOf(id),
      caller.kind === 'account' ? context.subscriptions.find(caller.accountId, id) : undefined,
    ]);
    return { channelId: id, subscribed: row !== undefined, bell: row?.bell ?? null, subscribers };
  },
});
