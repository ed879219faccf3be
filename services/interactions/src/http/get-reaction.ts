import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { reactionOf } from '../domain/reaction.ts';
import { idParams } from './page-query.ts';
import { videoReactionSchema } from './reaction-schema.ts';

export const getReaction = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/reaction',
  operationId: 'getReaction',
  summary: 'How many like and dislike a video and how many comments it has; what I think of it.',
  policy: 'public',
  scopes: ['read'],
  params: idParams,
  answers: { 200: videoReactionSchema },
  errors: ['interactions.video_not_found'],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { id } = await context.visible.find(params.id, { caller, headers: raw.headers });
    const [counters, mine] = await Promise.all([
      context.reactions.counters(id),
      caller.kind === 'account' ? context.reactions.reactionOf(caller.accountId, id) : 0,
    ]);
    return { ...counters, mine: reactionOf(mine) };
  },
});
