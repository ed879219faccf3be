import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { callerOf, defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { isAnnounced } from '../domain/premiere.ts';
import { isInsider, mayEdit, maySee } from '../domain/visibility.ts';
import { visibleAmong } from './visible-among.ts';

const MOST = 100;

/** For what people do with videos elsewhere. */
export const checkViewer = defineRpc({
  method: VideosService.method.checkViewer,
  callers: ['channels', 'history', 'interactions', 'notifications'],
  async handle(context: VideosContext, { videoIds, viewer, grant }) {
    const caller = callerOf(viewer);
    const rows = await visibleAmong(context, videoIds.slice(0, MOST), { caller, grant });
    return {
      videos: rows.map((video) => ({
        id: video.id,
        channelId: video.channel_id,
        ownerAccountId: video.owner_account_id,
        title: video.title,
        commentsAllowed: video.comments_allowed,
        open: maySee(video, VISITOR),
        announced: isAnnounced(video),
        edits: mayEdit(video, caller),
        moderates: isInsider(video, caller),
        mature: video.mature,
        ...(video.duration_ms === null ? {} : { durationMs: BigInt(video.duration_ms) }),
        insiderAccountIds: [...video.editor_ids, ...video.moderator_ids],
      })),
    };
  },
});
