import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { findChannelAs } from './find-channel-as.ts';
import { inviteeOf } from './invitee-of.ts';

export const removeChannelMember = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id/team/:accountId',
  operationId: 'removeChannelMember',
  summary: 'Somebody helps with a channel of mine no more; or I do not with a channel of another.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40), accountId: z.string().max(40) }),
  answers: { 204: null },
  errors: ['channels.not_found', 'channels.not_allowed', 'channels.not_a_member'],
  async handle(context: ChannelsContext, { params, caller }) {
    const { accountId } = caller;
    const leaves = params.accountId === accountId;
    const channel = await findChannelAs(context, { id: params.id, accountId }, leaves ? 'see' : 'own');
    await context.members.remove(channel.id, await inviteeOf(context, params.accountId));
  },
});
