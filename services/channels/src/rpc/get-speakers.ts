import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

/** Those of accounts that are about to be deleted are left out. */
export const getSpeakers = defineRpc({
  method: ChannelsService.method.getSpeakers,
  callers: ['interactions', 'notifications'],
  async handle(context: ChannelsContext, { accountIds }) {
    const rows = await context.channels.findFirstOf(accountIds.slice(0, 500));
    const hidden = await context.channels.hiddenAmong(rows);
    return { channels: rows.filter((row) => !hidden.has(row.owner_account_id)).map(toChannelMessage) };
  },
});
