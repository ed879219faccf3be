import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { moderate } from './moderate.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';

export const removeComment = defineRoute({
  method: 'POST',
  path: '/api/v1/comments/:id/removal',
  operationId: 'removeComment',
  summary: 'Take a comment of somebody away, and with it what was answered; it can be let through again.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.not_allowed'],
  handle(context: InteractionsContext, { params, caller, raw, address }) {
    return moderate(context, { id: params.id, caller, headers: raw.headers, address }, 'remove');
  },
});
