import type { VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type Caller, defineRoute, kernelErrors, sendHot, VISITOR } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { reactionOf } from '../domain/reaction.ts';
import type { CommentRow } from '../store/comments-store.ts';
import { mayModerate } from '../visible-videos.ts';
import { idParams, pageQuery } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComments } from './see-comments.ts';

const position = z.object({
  list: z.literal('comments'),
  videoId: z.string(),
  sort: z.enum(['top', 'newest']),
  score: z.number(),
  id: z.string(),
});

interface Asked {
  limit: number;
  cursor?: string | undefined;
  sort: 'top' | 'newest';
}

export const listComments = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/comments',
  operationId: 'listComments',
  summary: 'Comments of a video that begin threads: the pinned one, then those that most like, or the newest first.',
  policy: 'public',
  scopes: ['read'],
  params: idParams,
  query: z.object({ ...pageQuery, sort: z.enum(['top', 'newest']).default('top') }),
  answers: {
    200: z.object({
      items: z.array(commentSchema),
      nextCursor: z.string().nullable(),
      /** With all answers. */
      total: z.number(),
      commentsAllowed: z.boolean(),
      moderates: z.boolean(),
      /** For those who do not moderate. */
      slowModeSeconds: z.number(),
    }),
    304: null,
  },
  errors: ['interactions.video_not_found', 'kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { params, query, caller, raw, reply }) {
    const video = await context.visible.find(params.id, { caller, headers: raw.headers });
    const key = JSON.stringify([video.id, query]);
    const hot = await context.hotComments.get(key, () => readPage(context, video, query));
    if (!hot) throw new Error('There is a page of comments for every video.');
    if (caller.kind === 'visitor') return sendHot(hot, raw.headers['if-none-match'], reply);
    const { rows, body, anyHeld } = hot.of;
    const [own, reactions] = await Promise.all([
      anyHeld ? ownHeld(context, video, query, caller) : [],
      context.comments.reactionsOf(
        caller.accountId,
        rows.map((row) => row.id),
      ),
    ]);
    // As everybody reads them, with what only this reader thinks of them.
    const items = body.items.map((item, index) => ({
      ...item,
      mine: rows[index]?.author_account_id === caller.accountId,
      myReaction: reactionOf(reactions.get(item.id)),
    }));
    const held = await seeComments(context, own, { video, caller });
    return { ...body, items: [...held, ...items], moderates: mayModerate(video, caller) };
  },
});

/** As everybody reads it. */
async function readPage(context: InteractionsContext, video: VisibleVideo, query: Asked) {
  const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
  if (query.cursor && after?.videoId !== video.id) throw kernelErrors.cursor_invalid();
  // A page further on keeps the order of the first one.
  const { sort } = after ?? query;
  const [found, pinned, counters, settings, anyHeld] = await Promise.all([
    context.comments.list({ videoId: video.id, sort, limit: query.limit + 1, after }),
    after ? undefined : context.comments.findPinned(video.id),
    context.reactions.counters(video.id),
    context.moderation.settings(video.channelId),
    context.comments.isAnyHeld(video.id),
  ]);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  const rows = [...(pinned ? [pinned] : []), ...page];
  const nextCursor = last
    ? context.cursors.encode({ list: 'comments', videoId: video.id, sort, score: Number(last.score), id: last.id })
    : null;
  const body = {
    items: await seeComments(context, rows, { video, caller: VISITOR }),
    nextCursor,
    total: counters.comments,
    commentsAllowed: video.commentsAllowed,
    moderates: false,
    slowModeSeconds: settings.slowModeSeconds,
  };
  return { of: { rows, body, anyHeld }, body };
}

/** What the caller said and nobody has let through stands first, for them alone. */
function ownHeld(
  context: InteractionsContext,
  video: VisibleVideo,
  { cursor }: Asked,
  caller: Caller,
): Promise<CommentRow[]> {
  if (cursor || caller.kind !== 'account') return Promise.resolve([]);
  return context.comments.listHeldOf({ videoId: video.id, accountId: caller.accountId, parentId: null });
}
