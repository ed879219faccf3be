import { formatLength } from '@kinora/player/headless';
import type { VideoCard } from '@kinora/sdk';

/** Of a picture's corner: how long the video is, or how much of it there is until that is known. */
export function videoLength({ durationMs, availableMs }: Pick<VideoCard, 'durationMs' | 'availableMs'>): string | null {
  const ms = durationMs ?? availableMs;
  return ms ? formatLength(ms / 1000, { isKnown: durationMs !== null }) : null;
}
