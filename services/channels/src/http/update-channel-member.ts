import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { findChannelAs } from './find-channel-as.ts';
import { memberRole, readTeam, teamSchema } from './member-schemas.ts';

export const updateChannelMember = defineRoute({
  method: 'PATCH',
  path: '/api/v1/channels/:id/team/:accountId',
  operationId: 'updateChannelMember',
  summary: 'Give somebody who helps with a channel of mine another role.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40), accountId: z.string().max(40) }),
  body: z.strictObject({ role: memberRole }),
  answers: { 200: teamSchema },
  errors: ['channels.not_found', 'channels.not_allowed', 'channels.not_a_member'],
  async handle(context: ChannelsContext, { params, body, caller }) {
    const channel = await findChannelAs(context, { id: params.id, accountId: caller.accountId }, 'own');
    await context.members.setRole(channel.id, params.accountId, body.role);
    return readTeam(context, channel);
  },
});
