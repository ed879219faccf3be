import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { findComment } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

export const getComment = defineRoute({
  method: 'GET',
  path: '/api/v1/comments/:id',
  operationId: 'getComment',
  summary: 'A comment.',
  policy: 'public',
  scopes: ['read'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found'],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { comment, video } = await findComment(context, params.id, { caller, headers: raw.headers });
    return seeComment(context, comment, { video, caller });
  },
});
