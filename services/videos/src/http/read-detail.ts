import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { hydrate } from './hydrate.ts';
import { presentDetail, type VideoDetail } from './present-video.ts';
import { readArrival } from './read-arrival.ts';

/** A video with all that its page needs, as this caller may see it. */
export async function readDetail(context: VideosContext, video: VideoRow, caller: Caller): Promise<VideoDetail> {
  const [[hydrated], arrival] = await Promise.all([
    hydrate(context, [video], caller, { downloads: true }),
    readArrival(context, video),
  ]);
  if (!hydrated) throw videosErrors.not_found();
  return presentDetail(hydrated, caller, arrival);
}
