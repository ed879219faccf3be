import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { SubscriptionsContext } from '../context.ts';
import { subscriptionsErrors } from '../errors.ts';
import { findChannel } from './find-channel.ts';
import { bellField, subscriptionSchema } from './subscription-schema.ts';

/** More would not be read by anybody; the feed is made of all of them. */
export const MOST_CHANNELS = 2000;

export const putSubscription = defineRoute({
  method: 'PUT',
  path: '/api/v1/channels/:id/subscription',
  operationId: 'putSubscription',
  summary: 'Follow a channel, or be told of its videos in another way.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ bell: bellField.default('personalised') }),
  answers: { 200: subscriptionSchema },
  errors: ['subscriptions.not_found', 'subscriptions.own_channel', 'subscriptions.too_many'],
  async handle(context: SubscriptionsContext, { params, body, caller }) {
    const { accountId } = caller;
    const channel = await findChannel(context, params.id);
    if (channel.ownerAccountId === accountId) throw subscriptionsErrors.own_channel();
    if (!(await context.subscriptions.find(accountId, channel.id))) {
      const followed = await context.subscriptions.followedBy(accountId, MOST_CHANNELS);
      if (followed >= MOST_CHANNELS) throw subscriptionsErrors.too_many();
    }
    const written = await context.writes.add({ channelId: channel.id, accountId, bell: body.bell });
    if (!written) throw subscriptionsErrors.not_found();
    return { channelId: channel.id, subscribed: true, bell: body.bell, subscribers: written.subscribers };
  },
});
