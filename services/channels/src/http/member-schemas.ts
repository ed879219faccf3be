import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { MEMBER_ROLES } from '../domain/channel-role.ts';
import type { ChannelRow } from '../store/channels-store.ts';
import type { InvitationRow } from '../store/members-store.ts';

export const memberRole = z.enum(MEMBER_ROLES);
export const invitedRole = z.enum([...MEMBER_ROLES, 'owner']);

export const teamSchema = z.object({
  role: invitedRole,
  /** The owner first. */
  members: z.array(z.object({ accountId: z.string(), name: z.string(), role: invitedRole })),
  /** Only for the owner. */
  invitations: z.array(z.object({ id: z.string(), invited: z.string(), role: invitedRole, expiresAt: z.string() })),
});

export const invitationSchema = z.object({
  id: z.string(),
  /** `owner`: the channel itself is offered. */
  role: invitedRole,
  channel: z.object({ id: z.string(), handle: z.string(), name: z.string() }),
  ownerName: z.string(),
  expiresAt: z.string(),
  /** What an offered channel takes of my quota; null where nothing is offered, or it is not known now. */
  room: z.object({ bytes: z.number(), usedBytes: z.number(), quotaBytes: z.number().nullable() }).nullable(),
});

export async function readTeam(
  context: ChannelsContext,
  channel: ChannelRow & { role: z.infer<typeof invitedRole> },
): Promise<z.infer<typeof teamSchema>> {
  const [members, open] = await Promise.all([
    context.members.list(channel.id),
    channel.role === 'owner' ? context.members.listOpen(channel.id) : [],
  ]);
  const people = [
    { accountId: channel.owner_account_id, role: 'owner' as const },
    ...members.map(({ account_id: accountId, role }) => ({ accountId, role })),
  ];
  const { accounts } = await context.identity.getAccounts({ ids: people.map(({ accountId }) => accountId) });
  const nameOf = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
  return {
    role: channel.role,
    members: people.map((person) => ({ ...person, name: nameOf.get(person.accountId) ?? '' })),
    invitations: open.map(presentOpen),
  };
}

function presentOpen({ id, invited, role, expires_at: expiresAt }: InvitationRow) {
  return { id, invited, role, expiresAt: expiresAt.toISOString() };
}
