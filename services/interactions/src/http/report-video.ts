import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { idParams } from './page-query.ts';
import { reportBody } from './report-fields.ts';

export const reportVideo = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/reports',
  operationId: 'reportVideo',
  summary: 'Ask those who keep order on this site to look at a video; again, to say it differently.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: reportBody,
  answers: { 204: null },
  errors: ['interactions.video_not_found', 'interactions.own_thing'],
  async handle(context: InteractionsContext, { params, body, caller, raw }) {
    const video = await context.visible.find(params.id, { caller, headers: raw.headers });
    if (video.ownerAccountId === caller.accountId) throw interactionsErrors.own_thing();
    await context.reports.report({
      videoId: video.id,
      commentId: null,
      channelId: video.channelId,
      reporterAccountId: caller.accountId,
      ...body,
    });
  },
});
