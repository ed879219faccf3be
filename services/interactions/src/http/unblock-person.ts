import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { assertRight } from './channel-rights.ts';

export const unblockPerson = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id/blocked-people/:personId',
  operationId: 'unblockPerson',
  summary: 'Somebody may comment in a channel again.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40), personId: z.string().max(40) }),
  answers: { 204: null },
  errors: ['interactions.channel_not_found', 'interactions.not_allowed', 'interactions.not_blocked'],
  async handle(context: InteractionsContext, { params, caller }) {
    await assertRight(context, { channelId: params.id, caller }, 'moderate');
    const unblocked = await context.moderation.unblock(params.id, params.personId, caller.accountId);
    if (!unblocked) throw interactionsErrors.not_blocked();
  },
});
