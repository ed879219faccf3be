import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { findAsCreator } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

export const pinComment = defineRoute({
  method: 'PUT',
  path: '/api/v1/comments/:id/pin',
  operationId: 'pinComment',
  summary: 'Show a comment above all others, in place of the one that was there.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.not_allowed', 'interactions.not_pinnable'],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { comment, video } = await findAsCreator(context, params.id, { caller, headers: raw.headers });
    const row = await context.comments.pin(comment, caller.accountId);
    return seeComment(context, row, { video, caller });
  },
});
