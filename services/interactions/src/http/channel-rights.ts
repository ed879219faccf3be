import type { AccountCaller } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';

/** Whose role lets them moderate what is said in a channel. */
const MODERATORS = ['owner', 'editor', 'moderator'];
const DECIDERS = ['owner', 'editor'];

/** The channels in which somebody moderates. */
export async function moderatedChannels(context: InteractionsContext, caller: AccountCaller): Promise<string[]> {
  const { roles } = await context.channels.listRoles({ accountId: caller.accountId });
  return roles.filter(({ role }) => MODERATORS.includes(role)).map(({ channelId }) => channelId);
}

/**
 * Throws `interactions.channel_not_found` where somebody has no role, `interactions.not_allowed` where theirs is not
 * enough to `moderate`, or to `decide` how it is done.
 */
export async function assertRight(
  context: InteractionsContext,
  { channelId, caller }: { channelId: string; caller: AccountCaller },
  right: 'moderate' | 'decide',
): Promise<void> {
  const { roles } = await context.channels.listRoles({ accountId: caller.accountId });
  const role = roles.find((one) => one.channelId === channelId)?.role;
  if (role === undefined) throw interactionsErrors.channel_not_found();
  if (!(right === 'decide' ? DECIDERS : MODERATORS).includes(role)) throw interactionsErrors.not_allowed();
}
