import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { QuickSeeks } from './quick-seeks.ts';

const LEVELS = [
  { width: 426, height: 240 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
const NOTHING = { length: 0, start: () => 0, end: () => 0 };

let nowMs = 0;
mock.method(performance, 'now', () => nowMs);

function startPlayer() {
  const video = { currentTime: 0, buffered: NOTHING as TimeRanges };
  const hls = { levels: LEVELS, autoLevelEnabled: true, nextAutoLevel: 2 };
  const changes: boolean[] = [];
  const seeks = new QuickSeeks(video, () => changes.push(seeks.underWay));
  return {
    ...{ video, hls, changes, seeks },
    /** Answers which level the place was loaded in. */
    seek(atS: number, decodeMs: (level: number) => number) {
      video.currentTime = atS;
      hls.nextAutoLevel = 2;
      seeks.seeking(hls);
      const level = hls.nextAutoLevel;
      for (const type of ['main', 'audio'])
        seeks.buffered(hls, {
          frag: { type, level, start: Math.floor(atS / 4) * 4, end: Math.floor(atS / 4) * 4 + 4 },
        });
      nowMs += decodeMs(level);
      seeks.seeked();
      return level;
    },
  };
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

test('a device that decodes slowly loads the place that is sought in a smaller quality, from the second seek on', () => {
  const player = startPlayer();
  const slow = (level: number) => [40, 150, 400][level] ?? 0;
  assert.deepEqual([player.seek(100, slow), player.seek(300, slow), player.seek(50, slow)], [2, 1, 1]);
});

test('a device that decodes fast loads what it would have loaded', () => {
  const player = startPlayer();
  assert.deepEqual([player.seek(100, () => 30), player.seek(300, () => 30)], [2, 2]);
});

test('whoever has chosen a quality gets it', () => {
  const player = startPlayer();
  player.seek(100, () => 900);
  player.hls.autoLevelEnabled = false;
  assert.equal(
    player.seek(300, () => 900),
    2,
  );
});

test('the time of a page that nobody sees says nothing', () => {
  const player = startPlayer();
  player.seek(100, () => {
    player.seeks.stop();
    return 5000;
  });
  assert.equal(
    player.seek(300, () => 30),
    2,
  );
});

test('a computer that slept in the middle of a seek is as fast as before after some more', () => {
  const player = startPlayer();
  player.seek(100, () => 3_600_000);
  for (let i = 0; i < 12; i++) player.seek(i % 2 === 0 ? 300 : 100, () => 5);
  assert.equal(
    player.seek(500, () => 5),
    2,
  );
});

test('until the picture is there nothing else is loaded, but not for ever', () => {
  const { video, hls, seeks, changes } = startPlayer();
  video.currentTime = 100;
  seeks.seeking(hls);
  assert.equal(seeks.underWay, true);
  mock.timers.tick(1000);
  assert.equal(seeks.underWay, false);
  seeks.seeking(hls);
  seeks.seeked();
  assert.deepEqual(changes, [true, false, true, false]);
});

test('a place that is there already is shown as it is', () => {
  const { video, hls, seeks, changes } = startPlayer();
  video.currentTime = 100;
  video.buffered = { length: 1, start: () => 90, end: () => 120 };
  seeks.seeking(hls);
  assert.equal(seeks.underWay, false);
  assert.deepEqual(changes, []);
});
