import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { ensureFirstChannel } from '../ensure-first-channel.ts';
import { channelSchema, presentChannels } from './present-channel.ts';

const myChannelSchema = channelSchema.extend({
  /** With those that are not public, or not ready. */
  allVideoCount: z.number(),
});

export const listMyChannels = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channels',
  operationId: 'listMyChannels',
  summary: 'The channels in which I may publish, the first one first.',
  policy: 'account',
  scopes: ['read', 'upload'],
  answers: { 200: z.object({ items: z.array(myChannelSchema) }) },
  async handle(context: ChannelsContext, { caller }) {
    const rows = await ensureFirstChannel(context, caller.accountId);
    const [items, { counts }] = await Promise.all([
      presentChannels(context, rows, caller),
      context.videos.countVideos({ channelIds: rows.map(({ id }) => id), withHidden: true }),
    ]);
    return { items: items.map((item) => ({ ...item, allVideoCount: Number(counts[item.id] ?? 0n) })) };
  },
});
