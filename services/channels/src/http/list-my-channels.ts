import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { ensureFirstChannel } from '../ensure-first-channel.ts';
import { invitedRole } from './member-schemas.ts';
import { channelSchema, presentChannels } from './present-channel.ts';

const myChannelSchema = channelSchema.extend({
  /** With those that are not public, or not ready. */
  allVideoCount: z.number(),
  /** What I may do in it. */
  role: invitedRole,
});

export const listMyChannels = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channels',
  operationId: 'listMyChannels',
  summary: 'My channels, the first one first, then those in which I help; with my role in each.',
  policy: 'account',
  scopes: ['read', 'upload'],
  answers: { 200: z.object({ items: z.array(myChannelSchema) }) },
  async handle(context: ChannelsContext, { caller }) {
    const owned = await ensureFirstChannel(context, caller.accountId);
    const roles = await context.members.rolesOf(caller.accountId);
    const others = await context.channels.findMany([...roles.keys()]);
    const rows = [...owned, ...others.sort((a, b) => a.name.localeCompare(b.name))];
    const [items, { counts }] = await Promise.all([
      presentChannels(context, rows, caller),
      context.videos.countVideos({ channelIds: rows.map(({ id }) => id), withHidden: true }),
    ]);
    return {
      items: items.map((item) => ({
        ...item,
        allVideoCount: Number(counts[item.id] ?? 0n),
        role: roles.get(item.id) ?? 'owner',
      })),
    };
  },
});
