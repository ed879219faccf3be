import type { IncomingHttpHeaders } from 'node:http';
import type { VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type AccountCaller, AppError, type Caller } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import type { CommentRow } from '../store/comments-store.ts';
import { isCreator, mayModerate } from '../visible-videos.ts';

export interface FoundComment {
  comment: CommentRow;
  video: VisibleVideo;
  moderates: boolean;
  mine: boolean;
}

/**
 * A comment as far as whoever asks may see it: what is held or removed is there for its author and those who moderate,
 * what is deleted for nobody. Throws `interactions.comment_not_found`.
 */
export async function findComment(
  context: InteractionsContext,
  id: string,
  request: { caller: Caller; headers: IncomingHttpHeaders },
): Promise<FoundComment> {
  const found = await findEvenDeleted(context, id, request);
  const { comment, moderates, mine } = found;
  if (comment.state === 'deleted') throw interactionsErrors.comment_not_found();
  if (moderates || mine) return found;
  const head = comment.parent_id === null ? comment : await context.comments.find(comment.parent_id);
  if (comment.state !== 'shown' || head?.state !== 'shown') throw interactionsErrors.comment_not_found();
  return found;
}

/** Throws `interactions.comment_not_found` where there never was one, or its video may not be seen. */
export async function findEvenDeleted(
  context: InteractionsContext,
  id: string,
  request: { caller: Caller; headers: IncomingHttpHeaders },
): Promise<FoundComment> {
  const comment = await context.comments.find(id);
  if (!comment) throw interactionsErrors.comment_not_found();
  const { caller } = request;
  const video = await context.visible.find(comment.video_id, request).catch((cause: unknown) => {
    if (cause instanceof AppError && cause.kind === 'not_found') throw interactionsErrors.comment_not_found({ cause });
    throw cause;
  });
  const mine = caller.kind === 'account' && caller.accountId === comment.author_account_id;
  return { comment, video, moderates: mayModerate(video, caller), mine };
}

/** The same for what only those may do who moderate. Throws `interactions.not_allowed` for others. */
export async function findToModerate(
  context: InteractionsContext,
  id: string,
  request: { caller: Caller; headers: IncomingHttpHeaders },
): Promise<FoundComment> {
  const found = await findComment(context, id, request);
  if (!found.moderates) throw interactionsErrors.not_allowed();
  return found;
}

/** The same for what says something in the name of those who make the video: nobody else does, moderators of the site included. */
export async function findAsCreator(
  context: InteractionsContext,
  id: string,
  request: { caller: AccountCaller; headers: IncomingHttpHeaders },
): Promise<FoundComment> {
  const found = await findComment(context, id, request);
  if (!isCreator(found.video, request.caller.accountId)) throw interactionsErrors.not_allowed();
  return found;
}
