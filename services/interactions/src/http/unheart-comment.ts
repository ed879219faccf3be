import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { WireChange } from '../store/change-comment.ts';
import { markComment } from './mark-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';

export const unheartComment = defineRoute({
  method: 'DELETE',
  path: '/api/v1/comments/:id/heart',
  operationId: 'unheartComment',
  summary: 'Take the heart from a comment.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.not_allowed'],
  handle(context: InteractionsContext, { params, caller, raw }) {
    return markComment(
      context,
      { id: params.id, caller, headers: raw.headers },
      { change: WireChange.UNHEARTED, to: ({ hearted_at: at }) => (at === null ? undefined : { hearted_at: null }) },
    );
  },
});
