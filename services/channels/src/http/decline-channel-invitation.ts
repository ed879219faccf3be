import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { inviteeOf } from './invitee-of.ts';

export const declineChannelInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/channel-invitations/:id',
  operationId: 'declineChannelInvitation',
  summary: 'Not help with a channel, or not take it.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['channels.invitation_not_found'],
  async handle(context: ChannelsContext, { params, caller }) {
    await context.members.withdraw(params.id, await inviteeOf(context, caller.accountId));
  },
});
