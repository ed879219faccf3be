import type { Caller } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** A video that the caller may edit; that of another is not found. */
export async function findOwnVideo(context: VideosContext, id: string, caller: Caller): Promise<VideoRow> {
  const video = await context.videos.find(id);
  if (!video || !mayEdit(video, caller)) throw videosErrors.not_found();
  return video;
}
