import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { presentComment } from '../http/present-comment.ts';

const MOST = 100;

/** For those who are told of comments, or follow what is said about a video. */
export const getComments = defineRpc({
  method: InteractionsService.method.getComments,
  callers: ['notifications'],
  async handle(context: InteractionsContext, { ids }) {
    const found = await context.comments.findMany(ids.slice(0, MOST));
    const heads = await context.comments.findMany(found.flatMap((row) => row.parent_id ?? []));
    const hidden = new Set(heads.filter(({ state }) => state !== 'shown').map(({ id }) => id));
    const rows = found.filter((row) => row.state === 'shown' && !hidden.has(row.parent_id ?? ''));
    const [authorOf, creators] = await Promise.all([
      context.authors.of(rows),
      context.reactions.ownersOf(rows.map((row) => row.video_id)),
    ]);
    return {
      comments: rows.map((comment) => {
        const author = authorOf(comment);
        const byCreator = creators.get(comment.video_id) === comment.author_account_id;
        return {
          id: comment.id,
          videoId: comment.video_id,
          parentId: comment.parent_id ?? '',
          authorAccountId: comment.author_account_id,
          authorChannelId: author?.id ?? '',
          authorHandle: author?.handle ?? '',
          authorName: author?.name ?? '',
          authorAvatarPath: author?.avatarPath ?? '',
          text: comment.text,
          createdAt: comment.created_at.toISOString(),
          likes: BigInt(comment.likes),
          json: JSON.stringify(presentComment({ comment, author, byCreator, reaction: 0, mine: false })),
        };
      }),
    };
  },
});
