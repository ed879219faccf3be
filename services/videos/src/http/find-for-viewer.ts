import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import type { VideoGrant } from '../domain/video-grant.ts';
import { maySee, mayTry } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** What a right password bought travels here: not in the address, which lands in logs. */
export const GRANT_HEADER = 'video-grant';

export interface ForViewer {
  video: VideoRow;
  /** By which they see it, where it is a password. */
  grant?: VideoGrant;
}

/** A video as whoever asks may see it. Throws `not_found`, or `password_needed` where a password would open it. */
export async function findForViewer(
  context: VideosContext,
  id: string,
  { caller, headers }: { caller: Caller; headers: IncomingHttpHeaders },
): Promise<ForViewer> {
  const video = await context.videos.find(id);
  if (!video) throw videosErrors.not_found();
  if (maySee(video, caller)) return { video };
  if (!mayTry(video)) throw videosErrors.not_found();
  const token = headers[GRANT_HEADER];
  const grant = typeof token === 'string' ? context.grants.verify(id, token, Date.now()) : undefined;
  if (grant?.passwordVersion !== video.password_version) throw videosErrors.password_needed();
  return { video, grant };
}
