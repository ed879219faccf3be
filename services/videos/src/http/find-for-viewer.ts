import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { isAnnounced } from '../domain/premiere.ts';
import type { VideoGrant } from '../domain/video-grant.ts';
import { listThatOpens, maySee, mayTry } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { tellViewerList } from './tell-viewer-list.ts';

/** What a right password bought travels here: not in the address, which lands in logs. */
export const GRANT_HEADER = 'video-grant';

export interface ForViewer {
  video: VideoRow;
  /** By which they see it, where it is a password. */
  grant?: VideoGrant;
}

/**
 * A video as whoever asks may see it; `announced`: also what is said of a premiere that is to come.
 *  Throws `not_found`, or `password_needed` where a password would open it.
 */
export async function findForViewer(
  context: VideosContext,
  id: string,
  { caller, headers, announced }: { caller: Caller; headers: IncomingHttpHeaders; announced?: boolean },
): Promise<ForViewer> {
  const video = await context.videos.find(id);
  if (!video) throw videosErrors.not_found();
  if (maySee(video, caller)) return { video };
  if (announced && isAnnounced(video)) return { video };
  if (await isOnList(context, video, caller)) return { video };
  if (!mayTry(video)) throw videosErrors.not_found();
  const token = headers[GRANT_HEADER];
  const grant = typeof token === 'string' ? grantFor(context, video, token) : undefined;
  if (!grant) throw videosErrors.password_needed();
  return { video, grant };
}

/** What the token opens, where it was bought with the password as it is now. */
export function grantFor(context: VideosContext, video: VideoRow, token: string): VideoGrant | undefined {
  const grant = context.grants.verify(video.id, token, Date.now());
  return mayTry(video) && grant?.passwordVersion === video.password_version ? grant : undefined;
}

/** Whoever comes with an address that the list names, and has proved it, is on it from then on. */
export async function isOnList(context: VideosContext, video: VideoRow, caller: Caller): Promise<boolean> {
  const listId = listThatOpens(video);
  if (listId === null || caller.kind !== 'account') return false;
  const { accountId } = caller;
  const standing = await context.viewerLists.standing(listId, accountId);
  if (standing !== 'open') return standing === 'member';
  const { emailKey } = await context.identity.getProvedAddress({ accountId });
  const told = emailKey === '' ? undefined : await context.viewerLists.claim(listId, { accountId, emailKey });
  if (told) await tellViewerList(context, told);
  return told !== undefined;
}
