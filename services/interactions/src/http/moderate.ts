import type { IncomingHttpHeaders } from 'node:http';
import { type AccountCaller, actsOf } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { WireChange } from '../store/change-comment.ts';
import type { CommentRow } from '../store/comments-store.ts';
import { noteAct } from '../store/moderation-store.ts';
import type { CommentState } from '../store/tables.ts';
import { isCreator } from '../visible-videos.ts';
import { findToModerate } from './find-comment.ts';
import type { Comment } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

const MODERATIONS = {
  approve: {
    act: 'comment.approved',
    from: ['held', 'removed'],
    to: { state: 'shown', held_for: null },
  },
  remove: {
    act: 'comment.removed',
    from: ['shown', 'held'],
    to: { state: 'removed', pinned_at: null },
  },
} as const satisfies Record<string, { act: string; from: readonly CommentState[]; to: object }>;

interface Moderation {
  id: string;
  caller: AccountCaller;
  headers: IncomingHttpHeaders;
  address: string;
}

/**
 * Lets a comment through, or takes it away. It is in the channel's log; in the site's as well where it is done by a right
 * of the site. Throws `interactions.comment_not_found`, `interactions.not_allowed`.
 */
export async function moderate(
  context: InteractionsContext,
  { id, caller, headers, address }: Moderation,
  what: keyof typeof MODERATIONS,
): Promise<Comment> {
  const { comment, video } = await findToModerate(context, id, { caller, headers });
  const { act, from, to } = MODERATIONS[what];
  let changed = false;
  const row = await context.comments.change(
    comment.id,
    {
      by: caller.accountId,
      change: changeOf(comment, what),
      to({ state }) {
        // What somebody else has decided meanwhile stays as it is.
        changed = state === comment.state && (from as readonly CommentState[]).includes(state);
        return changed ? to : undefined;
      },
    },
    async (transaction, { author_account_id: accountId, channel_id: channelId }) => {
      if (!changed) return;
      const { accountId: actorAccountId } = caller;
      await noteAct(transaction, { channelId, actorAccountId, commentId: comment.id, accountId, act });
      if (isCreator(video, actorAccountId)) return;
      await actsOf(context.outbox, { caller, address })(transaction, { act, subject: { id: comment.id, name: '' } });
    },
  );
  return seeComment(context, row, { video, caller });
}

/** One that was held is shown for the first time; one that was taken away comes back. */
function changeOf({ state }: CommentRow, what: keyof typeof MODERATIONS) {
  if (what === 'remove') return WireChange.REMOVED;
  return state === 'held' ? 'added' : WireChange.RESTORED;
}
