import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import type { InvitationRow } from '../store/members-store.ts';
import { type HandOverRoom, readHandOver } from './hand-over.ts';
import { inviteeOf } from './invitee-of.ts';
import { invitationSchema } from './member-schemas.ts';

export const listChannelInvitations = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channel-invitations',
  operationId: 'listChannelInvitations',
  summary: 'Channels with which I was asked to help, and those that I was offered.',
  policy: 'account',
  scopes: ['read'],
  answers: { 200: z.object({ items: z.array(invitationSchema) }) },
  async handle(context: ChannelsContext, { caller, reply }) {
    const rows = await context.members.listFor(await inviteeOf(context, caller.accountId));
    const channels = await context.channels.findMany(rows.map((row) => row.channel_id));
    const { accounts } = await context.identity.getAccounts({ ids: channels.map((row) => row.owner_account_id) });
    const nameOf = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
    const channelOf = (row: InvitationRow) => channels.find(({ id }) => id === row.channel_id);
    const rooms = new Map<string, HandOverRoom | null>();
    for (const row of rows) {
      const channel = row.role === 'owner' ? channelOf(row) : undefined;
      if (channel) rooms.set(row.id, await readHandOver(context, channel, caller.accountId));
    }
    reply.header('cache-control', 'no-store');
    return {
      items: rows.flatMap((row) => {
        const channel = channelOf(row);
        if (!channel) return [];
        const { id, handle, name, owner_account_id: owner } = channel;
        return {
          id: row.id,
          role: row.role,
          channel: { id, handle, name },
          ownerName: nameOf.get(owner) ?? '',
          expiresAt: row.expires_at.toISOString(),
          room: rooms.get(row.id) ?? null,
        };
      }),
    };
  },
});
