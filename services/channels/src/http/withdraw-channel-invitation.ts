import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { findChannelAs } from './find-channel-as.ts';

export const withdrawChannelInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id/invitations/:invitationId',
  operationId: 'withdrawChannelInvitation',
  summary: 'Take an invitation to a channel of mine, or the offer of it, back.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40), invitationId: z.string().max(40) }),
  answers: { 204: null },
  errors: ['channels.not_found', 'channels.not_allowed', 'channels.invitation_not_found'],
  async handle(context: ChannelsContext, { params, caller }) {
    const channel = await findChannelAs(context, { id: params.id, accountId: caller.accountId }, 'own');
    await context.members.withdraw(params.invitationId, { channelId: channel.id });
  },
});
