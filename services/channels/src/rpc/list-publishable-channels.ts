import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { ensureFirstChannel } from '../ensure-first-channel.ts';
import { toChannelMessage } from './to-message.ts';

export const listPublishableChannels = defineRpc({
  method: ChannelsService.method.listPublishableChannels,
  callers: ['videos'],
  async handle(context: ChannelsContext, { accountId }) {
    const owned = await ensureFirstChannel(context, accountId);
    const roles = await context.members.rolesOf(accountId);
    const edited = [...roles].filter(([, role]) => role === 'editor').map(([id]) => id);
    return { channels: [...owned, ...(await context.channels.findMany(edited))].map(toChannelMessage) };
  },
});
