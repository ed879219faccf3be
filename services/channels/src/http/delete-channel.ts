import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';

export const deleteChannel = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id',
  operationId: 'deleteChannel',
  summary: 'Delete a channel of mine. Its videos go to another one of mine, or are deleted with it.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  query: z.object({
    /** The channel that its videos go to; without it they are deleted. */
    videosTo: z.string().min(1).max(40).optional(),
  }),
  answers: { 204: null },
  errors: ['channels.not_found', 'channels.last_one'],
  async handle(context: ChannelsContext, { params, query, caller }) {
    await context.channels.delete(params.id, { accountId: caller.accountId, videosTo: query.videosTo });
    context.removing.wake();
    return undefined;
  },
});
