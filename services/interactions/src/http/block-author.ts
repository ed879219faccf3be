import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { isCreator } from '../visible-videos.ts';
import { assertRight } from './channel-rights.ts';
import { findToModerate } from './find-comment.ts';
import { idParams } from './page-query.ts';

export const blockAuthor = defineRoute({
  method: 'POST',
  path: '/api/v1/comments/:id/author-block',
  operationId: 'blockAuthor',
  summary: 'Whoever wrote this comment writes no more in its channel.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  answers: { 204: null },
  errors: [
    'interactions.comment_not_found',
    'interactions.channel_not_found',
    'interactions.not_allowed',
    'interactions.own_channel',
  ],
  async handle(context: InteractionsContext, { params, caller, raw }) {
    const { comment, video } = await findToModerate(context, params.id, { caller, headers: raw.headers });
    const { channelId } = video;
    await assertRight(context, { channelId, caller }, 'moderate');
    if (isCreator(video, comment.author_account_id)) throw interactionsErrors.own_channel();
    await context.moderation.block(channelId, comment.author_account_id, caller.accountId);
  },
});
