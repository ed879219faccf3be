import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { inviteeOf } from './invitee-of.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const acceptChannelInvitation = defineRoute({
  method: 'POST',
  path: '/api/v1/me/channel-invitations/:id/acceptance',
  operationId: 'acceptChannelInvitation',
  summary: 'Help with a channel from now on, or take over one that I was offered.',
  policy: 'creator',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: channelSchema },
  errors: [
    'channels.invitation_not_found',
    'channels.already_member',
    'channels.already_owner',
    'channels.last_one',
    'channels.too_many',
    'channels.too_many_members',
  ],
  async handle(context: ChannelsContext, { params, caller }) {
    const row = await context.members.accept(params.id, await inviteeOf(context, caller.accountId));
    return presentChannel(context, row, caller);
  },
});
