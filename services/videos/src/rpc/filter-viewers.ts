import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type Caller, callerOf, defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { isAnnounced } from '../domain/premiere.ts';
import { listThatOpens, maySee } from '../domain/visibility.ts';

const MOST = 1000;

/**
 * For telling many of one video. What an administrator may look at besides is not told to them for that; nor is anybody
 * who has opened a password.
 */
export const filterViewers = defineRpc({
  method: VideosService.method.filterViewers,
  callers: ['notifications'],
  async handle(context: VideosContext, { videoId, accountIds }) {
    const asked = accountIds.slice(0, MOST);
    const video = await context.videos.find(videoId);
    if (!video) return { accountIds: [] };
    if (maySee(video, VISITOR) || isAnnounced(video)) return { accountIds: asked };
    const listId = listThatOpens(video);
    const members = listId === null ? new Set<string>() : await context.viewerLists.membersAmong(listId, asked);
    return { accountIds: asked.filter((id) => members.has(id) || maySee(video, somebody(id))) };
  },
});

const somebody = (accountId: string): Caller =>
  callerOf({ accountId, sessionId: '', accountEpoch: 0n, role: 'viewer' });
