import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelSchema, presentChannels } from './present-channel.ts';

export const listMyChannels = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channels',
  operationId: 'listMyChannels',
  summary: 'The channels in which I may publish, the first one first.',
  policy: 'account',
  answers: { 200: z.object({ items: z.array(channelSchema) }) },
  async handle(context: ChannelsContext, { caller }) {
    await context.channels.ensureFirst(caller);
    return { items: await presentChannels(context, await context.channels.listOwned(caller.accountId), caller) };
  },
});
