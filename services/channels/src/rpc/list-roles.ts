import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';

export const listRoles = defineRpc({
  method: ChannelsService.method.listRoles,
  callers: ['interactions', 'notifications'],
  async handle(context: ChannelsContext, { accountId }) {
    const [owned, helped] = await Promise.all([
      context.channels.listOwned(accountId),
      context.members.rolesOf(accountId),
    ]);
    return {
      roles: [
        ...owned.map(({ id }) => ({ channelId: id, role: 'owner' })),
        ...[...helped].map(([channelId, role]) => ({ channelId, role })),
      ],
    };
  },
});
