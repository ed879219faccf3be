import type { CommentRow } from './comments-store.ts';

/** What `CommentAdded` says of a comment. */
export function addedMessage(
  comment: CommentRow,
  of: { ownerAccountId: string; parentAuthorAccountId: string; comments: number; version: number },
) {
  const mentioned = comment.mentions.map(({ accountId }) => accountId);
  return {
    commentId: comment.id,
    videoId: comment.video_id,
    channelId: comment.channel_id,
    videoOwnerAccountId: of.ownerAccountId,
    authorAccountId: comment.author_account_id,
    parentId: comment.parent_id ?? '',
    parentAuthorAccountId: of.parentAuthorAccountId,
    mentionedAccountIds: [...new Set(mentioned)].filter((id) => id !== comment.author_account_id),
    comments: BigInt(of.comments),
    version: BigInt(of.version),
  };
}
