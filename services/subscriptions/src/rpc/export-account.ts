import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { SubscriptionsContext } from '../context.ts';
import { MOST_CHANNELS } from '../http/put-subscription.ts';

/** At most 2,000 rows: one page. */
export const exportAccount = defineRpc({
  method: SubscriptionsService.method.exportAccount,
  callers: ['identity'],
  async handle(context: SubscriptionsContext, { accountId }) {
    const rows = await context.subscriptions.list({ accountId, limit: MOST_CHANNELS });
    const followed = rows.map((row) => ({
      channelId: row.channel_id,
      bell: row.bell,
      since: row.since.toISOString(),
    }));
    const value = JSON.stringify(followed, null, 2);
    return { files: [{ path: 'subscriptions/channels.json', content: { case: 'text' as const, value } }] };
  },
});
