import type { Channel } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { z } from 'zod';
import { REACTIONS, reactionOf } from '../domain/reaction.ts';
import type { CommentRow } from '../store/comments-store.ts';

export const commentSchema = z.object({
  id: z.string(),
  videoId: z.string(),
  /** The comment that begins the thread; null for one that does. */
  parentId: z.string().nullable(),
  /** As which channel somebody speaks; null where they are gone. */
  author: z
    .object({ channelId: z.string(), handle: z.string(), name: z.string(), avatarUrl: z.string().nullable() })
    .nullable(),
  /** Whose video it is, or who helps with its channel. */
  byCreator: z.boolean(),
  /** Plain text. */
  text: z.string(),
  /** Handles in the text that name a channel, as they are written there. */
  mentions: z.array(z.object({ handle: z.string(), channelId: z.string() })),
  state: z.enum(['shown', 'held', 'removed', 'deleted']),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  likes: z.number(),
  replies: z.number(),
  pinned: z.boolean(),
  /** By whoever owns the channel, or helps with it. */
  hearted: z.boolean(),
  mine: z.boolean(),
  myReaction: z.enum(REACTIONS).nullable(),
});

export type Comment = z.infer<typeof commentSchema>;

export interface SeenComment {
  comment: CommentRow;
  author: Channel | undefined;
  byCreator: boolean;
  /** Of whoever reads it; 0 for those who think nothing of it. */
  reaction: number;
  mine: boolean;
}

export function presentComment({ comment, author, byCreator, reaction, mine }: SeenComment): Comment {
  return {
    id: comment.id,
    videoId: comment.video_id,
    parentId: comment.parent_id,
    author: author
      ? { channelId: author.id, handle: author.handle, name: author.name, avatarUrl: author.avatarPath || null }
      : null,
    byCreator,
    text: comment.text,
    mentions: comment.mentions.map(({ handle, channelId }) => ({ handle, channelId })),
    state: comment.state,
    createdAt: comment.created_at.toISOString(),
    editedAt: comment.edited_at?.toISOString() ?? null,
    likes: Number(comment.likes),
    replies: Number(comment.replies),
    pinned: comment.pinned_at !== null,
    hearted: comment.hearted_at !== null,
    mine,
    myReaction: reactionOf(reaction),
  };
}

/** A page of comments as those read it who have nothing to do with them. */
export interface CommentsPage {
  rows: readonly CommentRow[];
  /** In the order of the rows. */
  body: { items: Comment[] };
  /** Somebody's comment waits to be let through. */
  anyHeld: boolean;
}
