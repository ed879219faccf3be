import type { VideoLists } from './store/video-lists.ts';
import type { VideosStore } from './store/videos-store.ts';

const AT_ONCE = 50;

/** What is in deleted channels goes where their owners said. True while there may be more. */
export async function emptyClosedChannels(context: { videos: VideosStore; lists: VideoLists }): Promise<boolean> {
  const { videos, lists } = context;
  const channelId = await lists.findFullChannel();
  if (channelId === undefined) return false;
  const ids = await lists.listInChannel(channelId, AT_ONCE);
  for (const id of ids) await videos.leaveChannel(id, channelId);
  if (ids.length === 0) await videos.markEmptied(channelId);
  return true;
}
