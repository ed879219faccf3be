import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const deleteChannelBanner = defineRoute({
  method: 'DELETE',
  path: '/api/v1/channels/:id/banner',
  operationId: 'deleteChannelBanner',
  summary: 'Take the banner of a channel of mine away.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string() }),
  answers: { 200: channelSchema },
  errors: ['channels.not_found'],
  async handle(context: ChannelsContext, { params, caller }) {
    const row = await context.channels.update(params.id, caller.accountId, { banner_blob: null });
    context.removing.wake();
    return presentChannel(context, row, caller);
  },
});
