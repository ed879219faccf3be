import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { WireChange } from '../store/change-comment.ts';
import { findComment } from './find-comment.ts';
import { idParams } from './page-query.ts';

export const deleteComment = defineRoute({
  method: 'DELETE',
  path: '/api/v1/comments/:id',
  operationId: 'deleteComment',
  summary: 'Delete a comment of mine, and with it what was answered; for a day it can be brought back.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 204: null },
  errors: ['interactions.comment_not_found', 'interactions.not_yours'],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { comment, mine } = await findComment(context, params.id, { caller, headers: raw.headers });
    if (!mine) throw interactionsErrors.not_yours();
    await context.comments.change(comment.id, {
      by: caller.accountId,
      change: WireChange.DELETED,
      to: ({ state }) =>
        state === 'deleted'
          ? undefined
          : { state: 'deleted', state_before: state, deleted_at: new Date(), pinned_at: null },
    });
  },
});
