import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { ensureFirstChannel } from '../ensure-first-channel.ts';
import { handleField, nameField } from './channel-fields.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const createChannel = defineRoute({
  method: 'POST',
  path: '/api/v1/channels',
  operationId: 'createChannel',
  summary: 'Make another channel of mine.',
  policy: 'creator',
  scopes: ['manage'],
  idempotent: true,
  body: z.strictObject({ name: nameField, handle: handleField }),
  answers: { 201: channelSchema },
  errors: ['channels.handle_taken', 'channels.handle_changed_often', 'channels.too_many'],
  async handle(context: ChannelsContext, { body, caller, reply }) {
    await ensureFirstChannel(context, caller.accountId);
    const row = await context.channels.create({ accountId: caller.accountId, ...body });
    reply.code(201).header('location', `/api/v1/channels/${row.id}`);
    return presentChannel(context, row, caller);
  },
});
