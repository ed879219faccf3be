import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { handleField, nameField } from './channel-fields.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const updateChannel = defineRoute({
  method: 'PATCH',
  path: '/api/v1/channels/:id',
  operationId: 'updateChannel',
  summary: 'Change name, handle or description of a channel of mine.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string() }),
  body: z.strictObject({
    name: nameField.optional(),
    handle: handleField.optional(),
    description: z.string().max(2000, 'The description may have at most 2,000 characters.').optional(),
  }),
  answers: { 200: channelSchema },
  errors: ['channels.not_found', 'channels.handle_taken', 'channels.handle_changed_often'],
  async handle(context: ChannelsContext, { params, body, caller }) {
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const row = await context.channels.update(params.id, caller.accountId, change);
    return presentChannel(context, row, caller);
  },
});
