import { WatchedTime } from './watched-time.ts';

export interface PlayerBeacon {
  viewId: string;
  positionMs: number;
  watchedMs: number;
  durationMs: number;
  event: 'start' | 'progress' | 'stall' | 'ended';
  startTimeMs?: number;
  stalls?: number;
  /** Of all stalls together. */
  stalledMs?: number;
}

const EVERY_MS = 10_000;

export interface BeaconOptions {
  video: HTMLVideoElement;
  /** Of the whole film. */
  durationMs: () => number;
  send: (beacon: PlayerBeacon, leaving: boolean) => void;
}

/** Tells every ten seconds, and at start, stall and end, how far one playback is. Returns how to stop. */
export function sendBeacons({ video, durationMs, send }: BeaconOptions): () => void {
  const viewId = crypto.randomUUID?.() ?? fallbackId();
  const watched = new WatchedTime();
  let requestedAtMs: number | null = null;
  let startTimeMs: number | undefined;
  let stalls = 0;
  let stalledMs = 0;
  let stalledSinceMs: number | null = null;
  let sentAtMs = 0;
  let sentWatchedMs = 0;

  const tell = (event: PlayerBeacon['event'], leaving = false) => {
    sentAtMs = Date.now();
    sentWatchedMs = watched.totalMs;
    const positionMs = Math.round(video.currentTime * 1000);
    const lastingMs = stalledSinceMs === null ? 0 : performance.now() - stalledSinceMs;
    send(
      {
        viewId,
        positionMs,
        watchedMs: watched.totalMs,
        durationMs: durationMs(),
        event,
        startTimeMs,
        stalls,
        stalledMs: Math.round(stalledMs + lastingMs),
      },
      leaving,
    );
  };
  const endStall = () => {
    if (stalledSinceMs !== null) stalledMs += performance.now() - stalledSinceMs;
    stalledSinceMs = null;
  };
  const handlers: Record<string, () => void> = {
    play: () => {
      requestedAtMs ??= performance.now();
    },
    // Refused by the browser, or thought better of: the next press is the wish that counts.
    pause: () => {
      endStall();
      if (startTimeMs === undefined) requestedAtMs = null;
    },
    playing: () => {
      endStall();
      if (startTimeMs !== undefined) return;
      startTimeMs = Math.round(performance.now() - (requestedAtMs ?? performance.now()));
      tell('start');
    },
    timeupdate: () => {
      watched.observe(video.currentTime, !video.paused && !video.seeking);
      if (startTimeMs !== undefined && !video.paused && Date.now() - sentAtMs >= EVERY_MS) tell('progress');
    },
    seeking: () => {
      endStall();
      watched.jump();
    },
    waiting: () => {
      if (startTimeMs === undefined || video.seeking || video.paused) return;
      if (stalledSinceMs !== null) return;
      stalls += 1;
      stalledSinceMs = performance.now();
      tell('stall');
    },
    ended: () => tell('ended'),
  };
  const leave = () => {
    // Who leaves because it stalls is the one to hear of.
    const untold = watched.totalMs > sentWatchedMs || stalledSinceMs !== null;
    if (startTimeMs !== undefined && untold) tell('progress', true);
  };
  for (const [name, handler] of Object.entries(handlers)) video.addEventListener(name, handler);
  addEventListener('pagehide', leave);
  return () => {
    leave();
    for (const [name, handler] of Object.entries(handlers)) video.removeEventListener(name, handler);
    removeEventListener('pagehide', leave);
  };
}

/** On plain HTTP browsers have no randomUUID. */
function fallbackId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
