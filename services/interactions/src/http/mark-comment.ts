import type { IncomingHttpHeaders } from 'node:http';
import type { AccountCaller } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import type { CommentChange } from '../store/change-comment.ts';
import { findAsCreator } from './find-comment.ts';
import type { Comment } from './present-comment.ts';
import { seeComment } from './see-comments.ts';

/**
 * What those who make the video say with a comment of somebody: a heart, or that it is pinned no more. Throws
 * `interactions.comment_not_found`, `interactions.not_allowed`.
 */
export async function markComment(
  context: InteractionsContext,
  { id, caller, headers }: { id: string; caller: AccountCaller; headers: IncomingHttpHeaders },
  change: Pick<CommentChange, 'change' | 'to'>,
): Promise<Comment> {
  const { comment, video } = await findAsCreator(context, id, { caller, headers });
  const row = await context.comments.change(comment.id, { by: caller.accountId, ...change });
  return seeComment(context, row, { video, caller });
}
