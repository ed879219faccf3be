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
  };
}
