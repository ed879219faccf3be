import { VIDEO_STATES } from '@kinora/contracts/api/video-card.ts';

export { VIDEO_STATES };
export type VideoState = (typeof VIDEO_STATES)[number];

/** One word for where a video stands; what plays wins over what failed later. */
export function videoState(video: {
  upload_state: 'none' | 'started' | 'completed' | 'abandoned';
  playable: boolean;
  complete: boolean;
  failure_code: string | null;
}): VideoState {
  if (video.failure_code) return 'failed';
  if (video.complete) return 'ready';
  if (video.playable) return 'playable';
  if (video.upload_state === 'completed') return 'processing';
  return video.upload_state === 'started' ? 'uploading' : 'draft';
}
