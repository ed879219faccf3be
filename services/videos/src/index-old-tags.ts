import type { VideoLists } from './store/video-lists.ts';
import type { VideosStore } from './store/videos-store.ts';

const AT_ONCE = 100;

/** Makes videos findable by tags that a release wrote which knew no such list. True while there may be more. */
export async function indexOldTags(context: { videos: VideosStore; lists: VideoLists }): Promise<boolean> {
  const ids = await context.lists.listUnindexed(AT_ONCE);
  for (const id of ids) await context.videos.indexTags(id);
  return ids.length === AT_ONCE;
}
