import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { idParams } from './page-query.ts';
import { react } from './react.ts';
import { videoReactionSchema } from './reaction-schema.ts';

export const deleteReaction = defineRoute({
  method: 'DELETE',
  path: '/api/v1/videos/:id/reaction',
  operationId: 'deleteReaction',
  summary: 'Think nothing of a video any more.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: videoReactionSchema },
  errors: ['interactions.video_not_found'],
  handle(context: InteractionsContext, { params, caller, raw }) {
    return react(context, { videoId: params.id, reaction: null, caller, headers: raw.headers });
  },
});
