import type { ChannelsContext } from '../context.ts';
import { type ChannelRight, type ChannelRole, hasRight } from '../domain/channel-role.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from '../store/channels-store.ts';

/**
 * Before anything is said about what was asked for. Throws `channels.not_found` for a channel in which the account has no
 * role, `channels.not_allowed` where its role is not enough.
 */
export async function findChannelAs(
  context: ChannelsContext,
  { id, accountId }: { id: string; accountId: string },
  right: ChannelRight,
): Promise<ChannelRow & { role: ChannelRole }> {
  const channel = await context.channels.find(id);
  const role =
    channel?.owner_account_id === accountId ? 'owner' : (await context.members.rolesOf(accountId, [id])).get(id);
  if (!channel || !role) throw channelsErrors.not_found();
  if (!hasRight(role, right)) throw channelsErrors.not_allowed();
  return { ...channel, role };
}
