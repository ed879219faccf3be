import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { idParams } from './page-query.ts';
import { react } from './react.ts';
import { reactionField, videoReactionSchema } from './reaction-schema.ts';

export const putReaction = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/reaction',
  operationId: 'putReaction',
  summary: 'Like or dislike a video; each account does one of them, once.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: z.strictObject({ reaction: reactionField }),
  answers: { 200: videoReactionSchema },
  errors: ['interactions.video_not_found'],
  handle(context: InteractionsContext, { params, body, caller, raw }) {
    return react(context, { videoId: params.id, reaction: body.reaction, caller, headers: raw.headers });
  },
});
