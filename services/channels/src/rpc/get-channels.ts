import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { toChannelMessage } from './to-message.ts';

export const getChannels = defineRpc({
  method: ChannelsService.method.getChannels,
  callers: ['gateway', 'videos'],
  async handle(context: ChannelsContext, { ids }) {
    return { channels: (await context.channels.findMany(ids.slice(0, 500))).map(toChannelMessage) };
  },
});
