import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { reserveHandOver } from './hand-over.ts';
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
    'uploads.hand_over_too_large',
  ],
  async handle(context: ChannelsContext, { params, caller }) {
    const invitee = await inviteeOf(context, caller.accountId);
    // No call fits into the transaction that hands over: room is kept before it.
    const release = await reserveHandOver(context, params.id, invitee);
    const row = await context.members.accept(params.id, invitee).catch(async (error) => {
      await release();
      throw error;
    });
    return presentChannel(context, row, caller);
  },
});
