import type { VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Caller } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import type { CommentRow } from '../store/comments-store.ts';
import { isCreator } from '../visible-videos.ts';
import { type Comment, presentComment } from './present-comment.ts';

/** Comments of one video as whoever asks sees them. */
export async function seeComments(
  context: InteractionsContext,
  rows: readonly CommentRow[],
  { video, caller }: { video: Pick<VisibleVideo, 'ownerAccountId' | 'insiderAccountIds'>; caller: Caller },
): Promise<Comment[]> {
  const accountId = caller.kind === 'account' ? caller.accountId : undefined;
  const [authorOf, reactions] = await Promise.all([
    context.authors.of(rows),
    accountId
      ? context.comments.reactionsOf(
          accountId,
          rows.map(({ id }) => id),
        )
      : new Map<string, number>(),
  ]);
  return rows.map((comment) =>
    presentComment({
      comment,
      author: authorOf(comment),
      byCreator: isCreator(video, comment.author_account_id),
      reaction: reactions.get(comment.id) ?? 0,
      mine: comment.author_account_id === accountId,
    }),
  );
}

/** The same for one. */
export async function seeComment(
  context: InteractionsContext,
  row: CommentRow,
  options: { video: Pick<VisibleVideo, 'ownerAccountId' | 'insiderAccountIds'>; caller: Caller },
): Promise<Comment> {
  const [comment] = await seeComments(context, [row], options);
  if (!comment) throw new Error('One row gives one comment.');
  return comment;
}
