import type { IncomingHttpHeaders } from 'node:http';
import type { AccountCaller } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { type Reaction, toValue } from '../domain/reaction.ts';
import { interactionsErrors } from '../errors.ts';

/** Answers once it is durable. Throws `interactions.video_not_found`. */
export async function react(
  context: InteractionsContext,
  of: { videoId: string; reaction: Reaction | null; caller: AccountCaller; headers: IncomingHttpHeaders },
) {
  const { caller, reaction } = of;
  const video = await context.visible.find(of.videoId, of);
  const counters = await context.reactionWrites.add({
    videoId: video.id,
    channelId: video.channelId,
    ownerAccountId: video.ownerAccountId,
    accountId: caller.accountId,
    value: toValue(reaction),
  });
  if (!counters) throw interactionsErrors.video_not_found();
  return { ...counters, mine: reaction };
}
