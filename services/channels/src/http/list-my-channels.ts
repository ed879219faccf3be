import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { ensureFirstChannel } from '../ensure-first-channel.ts';
import { channelSchema, presentChannels } from './present-channel.ts';

export const listMyChannels = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channels',
  operationId: 'listMyChannels',
  summary: 'The channels in which I may publish, the first one first.',
  policy: 'account',
  answers: { 200: z.object({ items: z.array(channelSchema) }) },
  async handle(context: ChannelsContext, { caller }) {
    const rows = await ensureFirstChannel(context, caller.accountId);
    return { items: await presentChannels(context, rows, caller) };
  },
});
