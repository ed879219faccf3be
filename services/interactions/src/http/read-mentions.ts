import type { InteractionsContext } from '../context.ts';
import { handleKey, handlesIn, type Mention } from '../domain/mentions.ts';

/** Whom a text names, of those there are. */
export async function readMentions(context: InteractionsContext, text: string): Promise<Mention[]> {
  const handles = handlesIn(text);
  if (handles.length === 0) return [];
  const { channels } = await context.channels.getChannelsByHandle({ handles });
  const known = new Map(channels.map((channel) => [handleKey(channel.handle), channel]));
  return handles.flatMap((handle) => {
    const channel = known.get(handleKey(handle));
    return channel ? [{ handle, channelId: channel.id, accountId: channel.ownerAccountId }] : [];
  });
}
