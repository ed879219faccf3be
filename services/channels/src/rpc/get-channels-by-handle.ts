import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

/** By the handles that they have now: who is called by a former one is not meant. */
export const getChannelsByHandle = defineRpc({
  method: ChannelsService.method.getChannelsByHandle,
  callers: ['interactions'],
  async handle(context: ChannelsContext, { handles }) {
    const rows = await context.channels.findManyByHandle(handles.slice(0, 50));
    const hidden = await context.channels.hiddenAmong(rows);
    return { channels: rows.filter((row) => !hidden.has(row.owner_account_id)).map(toChannelMessage) };
  },
});
