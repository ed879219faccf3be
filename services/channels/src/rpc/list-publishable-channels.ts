import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc, kernelErrors } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

export const listPublishableChannels = defineRpc({
  method: ChannelsService.method.listPublishableChannels,
  callers: ['videos'],
  async handle(context: ChannelsContext, { accountId }) {
    let rows = await context.channels.listOwned(accountId);
    if (rows.length === 0) {
      // The registration's event may still be on its way.
      const { accounts } = await context.identity.getAccounts({ ids: [accountId] });
      const [account] = accounts;
      if (!account) throw kernelErrors.unauthenticated();
      await context.channels.ensureFirst({ accountId, displayName: account.displayName });
      rows = await context.channels.listOwned(accountId);
    }
    return { channels: rows.map(toChannelMessage) };
  },
});
