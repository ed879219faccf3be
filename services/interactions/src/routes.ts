import type { Route } from '@kinora/kernel';
import type { InteractionsContext } from './context.ts';
import { approveComment } from './http/approve-comment.ts';
import { blockAuthor } from './http/block-author.ts';
import { createComment } from './http/create-comment.ts';
import { decideReport } from './http/decide-report.ts';
import { deleteComment } from './http/delete-comment.ts';
import { deleteCommentReaction } from './http/delete-comment-reaction.ts';
import { deleteReaction } from './http/delete-reaction.ts';
import { getComment } from './http/get-comment.ts';
import { getCommentSettings } from './http/get-comment-settings.ts';
import { getReaction } from './http/get-reaction.ts';
import { heartComment } from './http/heart-comment.ts';
import { listBlockedPeople } from './http/list-blocked-people.ts';
import { listChannelComments } from './http/list-channel-comments.ts';
import { listComments } from './http/list-comments.ts';
import { listLikedVideos } from './http/list-liked-videos.ts';
import { listModerationActs } from './http/list-moderation-acts.ts';
import { listReplies } from './http/list-replies.ts';
import { listReports } from './http/list-reports.ts';
import { pinComment } from './http/pin-comment.ts';
import { putCommentReaction } from './http/put-comment-reaction.ts';
import { putCommentSettings } from './http/put-comment-settings.ts';
import { putReaction } from './http/put-reaction.ts';
import { removeComment } from './http/remove-comment.ts';
import { reportComment } from './http/report-comment.ts';
import { reportVideo } from './http/report-video.ts';
import { restoreComment } from './http/restore-comment.ts';
import { unblockPerson } from './http/unblock-person.ts';
import { unheartComment } from './http/unheart-comment.ts';
import { unpinComment } from './http/unpin-comment.ts';
import { updateComment } from './http/update-comment.ts';

/** All that interactions answers over HTTP. */
export const routes: Route<InteractionsContext>[] = [
  approveComment,
  blockAuthor,
  createComment,
  decideReport,
  deleteCommentReaction,
  deleteComment,
  deleteReaction,
  getCommentSettings,
  getComment,
  getReaction,
  heartComment,
  listBlockedPeople,
  listChannelComments,
  listComments,
  listLikedVideos,
  listModerationActs,
  listReplies,
  listReports,
  pinComment,
  putCommentReaction,
  putCommentSettings,
  putReaction,
  removeComment,
  reportComment,
  reportVideo,
  restoreComment,
  unblockPerson,
  unheartComment,
  unpinComment,
  updateComment,
];
