import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { findComment } from './find-comment.ts';
import { idParams, pageQuery } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { seeComments } from './see-comments.ts';

const position = z.object({ list: z.literal('replies'), parentId: z.string(), id: z.string() });

export const listReplies = defineRoute({
  method: 'GET',
  path: '/api/v1/comments/:id/replies',
  operationId: 'listReplies',
  summary: 'What was answered to a comment, the oldest first.',
  policy: 'public',
  scopes: ['read'],
  params: idParams,
  query: z.object(pageQuery),
  answers: { 200: z.object({ items: z.array(commentSchema), nextCursor: z.string().nullable() }) },
  errors: ['interactions.comment_not_found', 'kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { params, query, caller, raw }) {
    const { comment, video } = await findComment(context, params.id, { caller, headers: raw.headers });
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.parentId !== comment.id) throw kernelErrors.cursor_invalid();
    const found = await context.comments.listAnswers({
      parentId: comment.id,
      limit: query.limit + 1,
      afterId: after?.id ?? '',
    });
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    const own =
      !last && caller.kind === 'account'
        ? await context.comments.listHeldOf({
            videoId: video.id,
            accountId: caller.accountId,
            parentId: comment.id,
          })
        : [];
    return {
      items: await seeComments(context, [...page, ...own.toReversed()], { video, caller }),
      nextCursor: last ? context.cursors.encode({ list: 'replies', parentId: comment.id, id: last.id }) : null,
    };
  },
});
