import { CommentsAddedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { copyCommentCounts } from '../store/copy-comment-counts.ts';
import type { VideosTables } from '../store/tables.ts';

export const onCommentsAdded = defineConsumer({
  event: CommentsAddedSchema,
  async apply(_context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await copyCommentCounts(transaction, message.comments);
  },
});
