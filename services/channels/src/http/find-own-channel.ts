import type { ChannelsContext } from '../context.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from '../store/channels-store.ts';

/** Before anything is said about what was asked for. Throws `channels.not_found` for a channel that is not the account's. */
export async function findOwnChannel(context: ChannelsContext, id: string, accountId: string): Promise<ChannelRow> {
  const owned = await context.channels.find(id);
  if (owned?.owner_account_id !== accountId) throw channelsErrors.not_found();
  return owned;
}
