import { wholeTime } from '@kinora/media';
import type { Trim, VideoDetail } from '@kinora/sdk';

/** The video as it would be shown with nothing cut out, in times of the whole film. */
export function wholeVideo(video: VideoDetail, trim: Trim): VideoDetail {
  if (!trim.wholePlayback) return video;
  return {
    ...video,
    playback: trim.wholePlayback,
    durationMs: trim.durationMs,
    shownRangesMs: [],
    chapters: video.chapters.map((chapter) => ({ ...chapter, startMs: wholeTime(trim.rangesMs, chapter.startMs) })),
  };
}
