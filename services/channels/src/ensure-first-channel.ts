import { kernelErrors } from '@kinora/kernel';
import type { ChannelsContext } from './context.ts';
import type { ChannelRow } from './store/channels-store.ts';

/** An account's channels, the first one first; makes it when the registration's event is still on its way. */
export async function ensureFirstChannel(context: ChannelsContext, accountId: string): Promise<ChannelRow[]> {
  const owned = await context.channels.listOwned(accountId);
  if (owned.length > 0) return owned;
  const { accounts } = await context.identity.getAccounts({ ids: [accountId] });
  const [account] = accounts;
  if (!account) throw kernelErrors.unauthenticated();
  await context.channels.ensureFirst({ accountId, displayName: account.displayName, handle: account.handle });
  return context.channels.listOwned(accountId);
}
