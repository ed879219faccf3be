import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { findComment } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { reportBody } from './report-fields.ts';

export const reportComment = defineRoute({
  method: 'POST',
  path: '/api/v1/comments/:id/reports',
  operationId: 'reportComment',
  summary: 'Ask those who keep order on this site to look at a comment; again, to say it differently.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: reportBody,
  answers: { 204: null },
  errors: ['interactions.comment_not_found', 'interactions.own_thing'],
  async handle(context: InteractionsContext, { params, body, caller, raw }) {
    const { comment, video, mine } = await findComment(context, params.id, { caller, headers: raw.headers });
    if (mine) throw interactionsErrors.own_thing();
    await context.reports.report({
      videoId: video.id,
      commentId: comment.id,
      channelId: video.channelId,
      reporterAccountId: caller.accountId,
      ...body,
    });
  },
});
