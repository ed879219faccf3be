import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { SubscriptionsContext } from '../context.ts';
import { fromWireBell, toWireBell } from '../domain/bell.ts';

const MOST = 1000;

export const listFollowers = defineRpc({
  method: SubscriptionsService.method.listFollowers,
  callers: ['notifications'],
  async handle(context: SubscriptionsContext, { channelId, bells, afterAccountId, limit }) {
    const size = Math.min(Math.max(limit, 1), MOST);
    const rows = await context.subscriptions.followers({
      channelId,
      bells: bells.flatMap((bell) => fromWireBell(bell) ?? []),
      afterAccountId,
      limit: size + 1,
    });
    return {
      followers: rows.slice(0, size).map((row) => ({ accountId: row.account_id, bell: toWireBell(row.bell) })),
      more: rows.length > size,
    };
  },
});
