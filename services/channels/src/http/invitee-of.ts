import type { ChannelsContext } from '../context.ts';
import type { Invitee } from '../store/members-store.ts';

/** By account, and by the address that it has proved. */
export async function inviteeOf(context: ChannelsContext, accountId: string): Promise<Invitee> {
  const { emailKey } = await context.identity.getProvedAddress({ accountId });
  return { accountId, emailKey };
}
