import { isAnnounced } from '../domain/premiere.ts';
import { toWireVisibility } from '../domain/visibility.ts';
import type { VideoRow } from './videos-store.ts';

export function toAccessRule(video: VideoRow) {
  return {
    videoId: video.id,
    visibility: toWireVisibility(video.withheld ? 'private' : video.visibility),
    ownerAccountId: video.owner_account_id,
    accessVersion: BigInt(video.access_version),
    deleted: video.deleted_at !== null,
    downloads: video.downloads_allowed,
    passwordVersion: BigInt(video.password_version),
    viewerListId: video.viewer_list_id ?? '',
    announced: isAnnounced(video),
    insiderAccountIds: [...video.editor_ids, ...video.moderator_ids],
  };
}
