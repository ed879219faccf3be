import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

export const getChannelByHandle = defineRpc({
  method: ChannelsService.method.getChannelByHandle,
  callers: ['videos', 'gateway'],
  async handle(context: ChannelsContext, { handle }) {
    const row = await context.channels.findByHandle(handle);
    return row && !(await context.channels.isHidden(row)) ? { channel: toChannelMessage(row) } : {};
  },
});
