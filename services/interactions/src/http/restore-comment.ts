import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { WireChange } from '../store/change-comment.ts';
import { findEvenDeleted } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

export const restoreComment = defineRoute({
  method: 'POST',
  path: '/api/v1/comments/:id/restoration',
  operationId: 'restoreComment',
  summary: 'Bring a comment back that I have deleted.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.too_late'],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { comment, video, mine } = await findEvenDeleted(context, params.id, { caller, headers: raw.headers });
    if (!mine) throw interactionsErrors.comment_not_found();
    const row = await context.comments.change(comment.id, {
      by: caller.accountId,
      change: WireChange.RESTORED,
      to({ state, state_before: before, text }) {
        if (state !== 'deleted') return undefined;
        // Its words were taken away for good.
        if (text === '') throw interactionsErrors.too_late();
        return { state: before ?? 'shown', state_before: null, deleted_at: null };
      },
    });
    return seeComment(context, row, { video, caller });
  },
});
