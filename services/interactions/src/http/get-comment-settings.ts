import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { assertRight } from './channel-rights.ts';
import { idParams } from './page-query.ts';
import { settingsSchema } from './settings-schema.ts';

export const getCommentSettings = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/comment-settings',
  operationId: 'getCommentSettings',
  summary: 'Which comments a channel in which I moderate holds, and how fast they may come.',
  policy: 'account',
  scopes: ['read'],
  params: idParams,
  answers: { 200: settingsSchema },
  errors: ['interactions.channel_not_found', 'interactions.not_allowed'],
  async handle(context: InteractionsContext, { params, caller }) {
    await assertRight(context, { channelId: params.id, caller }, 'moderate');
    return context.moderation.settings(params.id);
  },
});
