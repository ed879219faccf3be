import type { VideoRow } from './videos-store.ts';

/** As events name a video. */
export function aggregateOf(video: VideoRow) {
  return { type: 'video', id: video.id, version: Number(video.version) };
}
