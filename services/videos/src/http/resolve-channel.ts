import type { VideosContext } from '../context.ts';

/** Undefined for all channels, null for one that does not exist. */
export async function resolveChannel(
  context: VideosContext,
  ref: string | undefined,
): Promise<string | undefined | null> {
  if (!ref) return undefined;
  if (!ref.startsWith('@')) return ref;
  const { channel } = await context.channels.getChannelByHandle({ handle: ref.slice(1) });
  return channel?.id ?? null;
}
