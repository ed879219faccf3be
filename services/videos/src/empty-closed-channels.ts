import type { VideosStore } from './store/videos-store.ts';

const AT_ONCE = 50;

/** What is in deleted channels goes where their owners said. True while there may be more. */
export async function emptyClosedChannels({ videos }: { videos: VideosStore }): Promise<boolean> {
  const channelId = await videos.findFullChannel();
  if (channelId === undefined) return false;
  const ids = await videos.listInChannel(channelId, AT_ONCE);
  for (const id of ids) await videos.leaveChannel(id, channelId);
  if (ids.length === 0) await videos.markEmptied(channelId);
  return true;
}
