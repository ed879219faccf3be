import { REVOCATIONS_CHANNEL } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';

/** Ends a session and wakes every process that keeps a list of what is revoked. */
export async function endSession(
  context: IdentityContext,
  options: { accountId: string; sessionId: string; reason: string },
): Promise<boolean> {
  const ended = await context.sessions.end(options);
  if (ended) await context.pubSub.publish(REVOCATIONS_CHANNEL, options.accountId);
  return ended;
}
