import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';
import { subscriptionsErrors } from '../errors.ts';
import { findChannel } from './find-channel.ts';
import { subscriptionSchema } from './subscription-schema.ts';

export const deleteSubscription = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id/subscription',
  operationId: 'deleteSubscription',
  summary: 'Follow a channel no more.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: subscriptionSchema },
  errors: ['subscriptions.not_found'],
  async handle(context: SubscriptionsContext, { params, caller }) {
    const { accountId } = caller;
    // Also one that is hidden now can be left.
    const own = await context.subscriptions.find(accountId, params.id);
    const channelId = own?.channel_id ?? (await findChannel(context, params.id)).id;
    const written = await context.writes.add({ channelId, accountId, bell: null });
    if (!written) throw subscriptionsErrors.not_found();
    return { channelId, subscribed: false, bell: null, subscribers: written.subscribers };
  },
});
