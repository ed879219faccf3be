import {
  CommentChangedSchema,
  CommentsAddedSchema,
  CommentChange as WireChange,
} from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import { sql, type Updateable } from 'kysely';
import { interactionsErrors } from '../errors.ts';
import { addedMessage } from './added-message.ts';
import type { CommentRow } from './comments-store.ts';
import { type InteractionsTransaction, lockKnownVideos, type VideoRow } from './lock-videos.ts';
import type { InteractionsTables } from './tables.ts';

export { WireChange };

export interface CommentChange {
  /** Who does it. */
  by: string;
  /** `added`: it is shown for the first time. */
  change: WireChange | 'added';
  /** What becomes of it; undefined: it is so already. */
  to(
    comment: CommentRow,
    thread: { head: CommentRow | undefined },
  ): Updateable<InteractionsTables['comments']> | undefined;
}

/**
 * Changes one comment and what is counted of it, and tells of it. Everything that changes comments of a video holds the
 * video's lock. Throws `interactions.comment_not_found`.
 */
export async function changeComment(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  id: string,
  { by, change, to }: CommentChange,
): Promise<CommentRow> {
  const { video, comment, head } = await lock(transaction, id);
  const update = to(comment, { head });
  if (!update) return comment;
  const row = await transaction
    .updateTable('comments')
    .set({ ...update, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const shownMore = Number(isShown(row)) - Number(isShown(comment));
  if (head && shownMore !== 0) {
    await transaction
      .updateTable('comments')
      .set({ replies: sql<number>`replies + ${shownMore}` })
      .where('id', '=', head.id)
      .execute();
  }
  const counted = await transaction
    .updateTable('videos')
    .set({
      comments: sql<number>`comments + ${readable(row, head) - readable(comment, head)}`,
      comments_version: sql<number>`comments_version + 1`,
    })
    .where('video_id', '=', video.video_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tell(transaction, outbox, { row, head, counted, by, change });
  return row;
}

/** How many can read because of it: itself, and the answers that it begins. */
function readable(comment: CommentRow, head: CommentRow | undefined): number {
  if (!isShown(comment)) return 0;
  if (comment.parent_id !== null) return head && isShown(head) ? 1 : 0;
  return 1 + Number(comment.replies);
}

const isShown = (comment: CommentRow) => comment.state === 'shown';

async function lock(
  transaction: InteractionsTransaction,
  id: string,
): Promise<{ video: VideoRow; comment: CommentRow; head: CommentRow | undefined }> {
  const found = await transaction
    .selectFrom('comments')
    .select(['video_id', 'parent_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  const video = found && (await lockKnownVideos(transaction, [found.video_id])).get(found.video_id);
  if (!found || !video || video.closed) throw interactionsErrors.comment_not_found();
  const ids = [id, ...(found.parent_id ? [found.parent_id] : [])];
  const rows = await transaction
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  const comment = rows.find((row) => row.id === id);
  if (!comment) throw interactionsErrors.comment_not_found();
  return { video, comment, head: rows.find((row) => row.id === found.parent_id) };
}

async function tell(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  of: { row: CommentRow; head: CommentRow | undefined; counted: VideoRow; by: string; change: CommentChange['change'] },
): Promise<void> {
  const { row, head, counted, by, change } = of;
  const aggregate = { type: 'comment', id: row.id, version: Number(row.version), key: row.video_id };
  const comments = Number(counted.comments);
  const version = Number(counted.comments_version);
  if (change === 'added') {
    const message = addedMessage(row, {
      ownerAccountId: counted.owner_account_id,
      parentAuthorAccountId: head?.author_account_id ?? '',
      comments,
      version,
    });
    return outbox.emit(transaction, CommentsAddedSchema, { comments: [message] }, aggregate);
  }
  const message = {
    commentId: row.id,
    videoId: row.video_id,
    channelId: row.channel_id,
    authorAccountId: row.author_account_id,
    change,
    byAccountId: by,
    comments: BigInt(comments),
    version: BigInt(version),
    parentId: row.parent_id ?? '',
  };
  return outbox.emit(transaction, CommentChangedSchema, message, aggregate);
}
