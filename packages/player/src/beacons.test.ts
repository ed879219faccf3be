import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlayerBeacon, sendBeacons } from './beacons.ts';

test('start and stalls are told as they were, and what the person waited before pressing play is no start', async (t) => {
  Object.assign(globalThis, { addEventListener: () => {}, removeEventListener: () => {} });
  let nowMs = 1000;
  t.mock.method(performance, 'now', () => nowMs);
  const video = Object.assign(new EventTarget(), { currentTime: 0, paused: false, seeking: false });
  const sent: PlayerBeacon[] = [];
  const stop = sendBeacons({
    video: video as unknown as HTMLVideoElement,
    durationMs: () => 60_000,
    send: (beacon) => sent.push(beacon),
  });
  const happens = (name: string, afterMs: number) => {
    nowMs += afterMs;
    video.dispatchEvent(new Event(name));
  };
  // The browser refuses to begin with sound; a minute later somebody presses play.
  happens('play', 0);
  happens('pause', 5);
  happens('play', 60_000);
  happens('playing', 180);
  happens('waiting', 4000);
  happens('waiting', 200);
  happens('playing', 300);
  happens('waiting', 9000);
  happens('pause', 100);
  happens('play', 5000);
  happens('playing', 0);
  happens('ended', 1000);
  stop();
  assert.deepEqual(
    sent.map(({ event, startTimeMs, stalls, stalledMs }) => [event, startTimeMs, stalls, stalledMs]),
    [
      ['start', 180, 0, 0],
      ['stall', 180, 1, 0],
      ['stall', 180, 2, 500],
      ['ended', 180, 2, 600],
    ],
  );
});
