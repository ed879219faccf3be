import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { moderate } from './moderate.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';

export const approveComment = defineRoute({
  method: 'POST',
  path: '/api/v1/comments/:id/approval',
  operationId: 'approveComment',
  summary: 'Let a comment through that was held, or that was removed.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.not_allowed'],
  handle(context: InteractionsContext, { params, caller, raw, address }) {
    return moderate(context, { id: params.id, caller, headers: raw.headers, address }, 'approve');
  },
});
