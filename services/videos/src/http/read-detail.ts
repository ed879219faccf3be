import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import type { VideoGrant } from '../domain/video-grant.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { hydrate } from './hydrate.ts';
import { presentDetail, type VideoDetail } from './present-video.ts';
import { readArrival } from './read-arrival.ts';

/** A video with all that its page needs, as this caller may see it, by a password's grant where they have one. */
export async function readDetail(
  context: VideosContext,
  video: VideoRow,
  caller: Caller,
  grant?: VideoGrant,
): Promise<VideoDetail> {
  const [[hydrated], arrival] = await Promise.all([
    hydrate(context, [video], caller, { downloads: true, grant }),
    readArrival(context, video),
  ]);
  if (!hydrated) throw videosErrors.not_found();
  return presentDetail(hydrated, caller, arrival);
}
