import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { toValue } from '../domain/reaction.ts';
import { interactionsErrors } from '../errors.ts';
import { findComment } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { reactionField } from './reaction-schema.ts';

export const putCommentReaction = defineRoute({
  method: 'PUT',
  path: '/api/v1/comments/:id/reaction',
  operationId: 'putCommentReaction',
  summary: 'Like or dislike a comment.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: z.strictObject({ reaction: reactionField }),
  answers: { 200: z.object({ likes: z.number(), mine: reactionField.nullable() }) },
  errors: ['interactions.comment_not_found'],
  async handle(context: InteractionsContext, { params, body, caller, raw }) {
    const { comment } = await findComment(context, params.id, { caller, headers: raw.headers });
    const mine = body.reaction;
    const written = await context.commentReactionWrites.add({
      commentId: comment.id,
      accountId: caller.accountId,
      value: toValue(mine),
    });
    if (!written) throw interactionsErrors.comment_not_found();
    return { likes: written.likes, mine };
  },
});
