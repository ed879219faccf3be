import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

export const getChannels = defineRpc({
  method: ChannelsService.method.getChannels,
  callers: ['gateway', 'interactions', 'notifications', 'subscriptions', 'videos'],
  async handle(context: ChannelsContext, { ids }, { caller }) {
    const rows = await context.channels.findMany(ids.slice(0, 500));
    // Videos has rules of its own, and an owner sees their channel; others ask for everybody.
    const hidden = caller !== 'videos' ? await context.channels.hiddenAmong(rows) : new Set<string>();
    return { channels: rows.filter((row) => !hidden.has(row.owner_account_id)).map(toChannelMessage) };
  },
});
