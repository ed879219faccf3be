import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { isAnnounced } from '../domain/premiere.ts';
import { listThatOpens, maySee } from '../domain/visibility.ts';
import { grantFor, isOnList } from '../http/find-for-viewer.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** Those that the caller may see, in the order asked for; of a premiere that is to come what is said of it. */
export async function visibleAmong(
  context: VideosContext,
  ids: readonly string[],
  { caller, grant }: { caller: Caller; grant?: string },
): Promise<VideoRow[]> {
  const rows = new Map((await context.videos.findMany(ids)).map((row) => [row.id, row]));
  const lists = new Map<string, Promise<boolean>>();
  const isListed = (video: VideoRow): Promise<boolean> => {
    const listId = listThatOpens(video);
    if (listId === null) return Promise.resolve(false);
    const known = lists.get(listId) ?? isOnList(context, video, caller);
    lists.set(listId, known);
    return known;
  };
  const visible = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const video = rows.get(id);
      if (!video) return [];
      const seen = maySee(video, caller) || isAnnounced(video) || (await isListed(video));
      return seen || (grant && grantFor(context, video, grant)) ? [video] : [];
    }),
  );
  return visible.flat();
}
