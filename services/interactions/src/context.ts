import type { Client } from '@connectrpc/connect';
import type { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Cursors, HotAnswers, Log, Loop, Outbox, WriteGroups } from '@kinora/kernel';
import type { Cache } from '@kinora/ports';
import type { Authors } from './authors.ts';
import type { InteractionsConfig } from './config.ts';
import type { CommentsPage } from './http/present-comment.ts';
import type { CommentsStore } from './store/comments-store.ts';
import type { LeavingsStore } from './store/leavings-store.ts';
import type { ModerationStore } from './store/moderation-store.ts';
import type { ReactionsStore } from './store/reactions-store.ts';
import type { ReportsStore } from './store/reports-store.ts';
import type { CommentReactionWish } from './store/write-comment-reactions.ts';
import type { CommentWish, WrittenComment } from './store/write-comments.ts';
import type { Counters, ReactionWish } from './store/write-reactions.ts';
import type { VisibleVideos } from './visible-videos.ts';

/** What interactions' handlers may touch. */
export interface InteractionsContext {
  config: InteractionsConfig;
  comments: CommentsStore;
  reactions: ReactionsStore;
  moderation: ModerationStore;
  leavings: LeavingsStore;
  reports: ReportsStore;
  outbox: Outbox;
  /** By which everything that many write at once is written. */
  reactionWrites: Pick<WriteGroups<ReactionWish, Counters | undefined>, 'add'>;
  commentReactionWrites: Pick<WriteGroups<CommentReactionWish, { likes: number } | undefined>, 'add'>;
  commentWrites: Pick<WriteGroups<CommentWish, WrittenComment>, 'add'>;
  /** Pages of comments as those see them who have nothing to do with them. */
  hotComments: HotAnswers<CommentsPage>;
  visible: VisibleVideos;
  authors: Authors;
  /** Sweeps what accounts and videos leave behind; woken when one is gone. */
  sweeping: Pick<Loop, 'wake'>;
  channels: Client<typeof ChannelsService>;
  videos: Client<typeof VideosService>;
  cache: Cache;
  cursors: Cursors;
  log: Log;
}
