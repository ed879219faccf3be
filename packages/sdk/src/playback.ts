import type { Transport } from './transport.ts';

export interface Beacon {
  /** One for each playback, made by the page. */
  viewId: string;
  positionMs: number;
  /** Distinct milliseconds watched in this view so far. */
  watchedMs: number;
  durationMs: number;
  event: 'start' | 'progress' | 'stall' | 'ended';
  startTimeMs?: number;
  stalls?: number;
  stalledMs?: number;
  /** Its `hlsUrl` or `dashUrl`: who watches by a password has nothing else to show. */
  media?: string;
}

export interface QualityFigures {
  /** How many watchings came to a first picture. */
  starts: number;
  medianStartMs: number | null;
  stalls: number;
  stalledMs: number;
  watchedMs: number;
  stallsPerHour: number | null;
}

export interface Quality {
  total: QualityFigures;
  /** Newest first; days on which nobody watched are left out. */
  days: (QualityFigures & { day: string })[];
}

export function playbackApi(transport: Transport) {
  return {
    async sendBeacon(videoId: string, beacon: Beacon, options: { keepalive?: boolean } = {}): Promise<void> {
      await transport.request(`/videos/${encodeURIComponent(videoId)}/beacons`, {
        method: 'POST',
        json: beacon,
        keepalive: options.keepalive ?? false,
      });
    },
    /** How well a video of mine plays for those who watch it. */
    quality(videoId: string, options: { days?: number; signal?: AbortSignal } = {}): Promise<Quality> {
      const { signal, ...query } = options;
      return transport.json(`/videos/${encodeURIComponent(videoId)}/quality`, { query, signal });
    },
  };
}
