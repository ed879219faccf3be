import { defineRoute } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { assertRight } from './channel-rights.ts';
import { idParams } from './page-query.ts';
import { settingsSchema } from './settings-schema.ts';

export const putCommentSettings = defineRoute({
  method: 'PUT',
  path: '/api/v1/channels/:id/comment-settings',
  operationId: 'putCommentSettings',
  summary: 'Say which comments a channel of mine holds, and how fast they may come.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: settingsSchema,
  answers: { 200: settingsSchema },
  errors: ['interactions.channel_not_found', 'interactions.not_allowed'],
  async handle(context: InteractionsContext, { params, body, caller }) {
    await assertRight(context, { channelId: params.id, caller }, 'decide');
    await context.moderation.setSettings(params.id, caller.accountId, body);
    return body;
  },
});
