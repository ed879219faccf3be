import { actsOf, defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { WireChange } from '../store/change-comment.ts';
import { noteAct } from '../store/moderation-store.ts';
import { isCreator } from '../visible-videos.ts';
import { findToModerate } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

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
  async handle(context: InteractionsContext, { params, caller, raw, address }) {
    const { comment, video } = await findToModerate(context, params.id, { caller, headers: raw.headers });
    let changed = false;
    const row = await context.comments.change(
      comment.id,
      {
        by: caller.accountId,
        change: WireChange.REMOVED,
        to({ state }) {
          changed = state === 'shown' || state === 'held';
          return changed ? { state: 'removed', pinned_at: null } : undefined;
        },
      },
      async (transaction, { author_account_id: accountId, channel_id: channelId }) => {
        if (!changed) return;
        const act = { channelId, actorAccountId: caller.accountId, commentId: comment.id, accountId };
        await noteAct(transaction, { ...act, act: 'comment.removed' });
        // By a right that is the site's, and not the channel's.
        if (isCreator(video, caller.accountId)) return;
        await actsOf(context.outbox, { caller, address })(transaction, {
          act: 'comment.removed',
          subject: { id: comment.id, name: '' },
        });
      },
    );
    return seeComment(context, row, { video, caller });
  },
});
