import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { findChannelAs } from './find-channel-as.ts';
import { readTeam, teamSchema } from './member-schemas.ts';

export const getChannelTeam = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/team',
  operationId: 'getChannelTeam',
  summary: 'Who may do something in a channel of mine or in which I help; its owner sees open invitations, too.',
  policy: 'account',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: teamSchema },
  errors: ['channels.not_found', 'channels.not_allowed'],
  async handle(context: ChannelsContext, { params, caller, reply }) {
    const { accountId } = caller;
    reply.header('cache-control', 'no-store');
    return readTeam(context, await findChannelAs(context, { id: params.id, accountId }, 'see'));
  },
});
