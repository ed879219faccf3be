import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { SubscriptionsContext } from '../context.ts';
import { toWireBell } from '../domain/bell.ts';

export const getSubscriptions = defineRpc({
  method: SubscriptionsService.method.getSubscriptions,
  callers: ['notifications'],
  async handle(context: SubscriptionsContext, { accountId, channelIds }) {
    const rows = await context.subscriptions.among(accountId, channelIds.slice(0, 500));
    return { subscriptions: rows.map((row) => ({ channelId: row.channel_id, bell: toWireBell(row.bell) })) };
  },
});
