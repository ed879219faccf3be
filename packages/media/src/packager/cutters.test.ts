import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FragmentSample } from '../mp4/fragment.ts';
import { AudioCutter } from './audio-cutter.ts';
import { ChunkPackager, keptFrames } from './chunk-packager.ts';
import { FFMPEG_OFFSET_90K } from './timeline.ts';
import { VideoCutter } from './video-cutter.ts';

const SECOND = 90_000;
const frame = (pts: number, sync = false): FragmentSample => ({
  dts: FFMPEG_OFFSET_90K + pts,
  cts: 0,
  duration: 0,
  sync,
  data: new Uint8Array(4),
});
const track = (samples: FragmentSample[]) => ({ trackId: 1, samples });

test('video is cut at the first keyframe 3.2 s or more after the last cut', () => {
  const cutter = new VideoCutter();
  const samples = Array.from({ length: 20 }, (_, index) => frame(7 * SECOND + index * SECOND, index % 2 === 0));
  const segments = [...cutter.push(track(samples)), ...cutter.end()];
  assert.deepEqual(
    segments.map((segment) => segment.startPts90k / SECOND),
    [0, 4, 8, 12, 16],
  );
  assert.deepEqual(
    segments.map((segment) => segment.durationPts90k / SECOND),
    [4, 4, 4, 4, 4],
  );
  assert.deepEqual(
    segments.map((segment) => segment.sequence),
    [0, 1, 2, 3, 4],
  );
  assert.equal(cutter.frames, 20);
});

test('a film does not end in a segment too short to be worth one', () => {
  const lengths = (tail: number) => {
    const cutter = new VideoCutter();
    const frames = Array.from({ length: 80 + tail }, (_, index) => frame(index * 9_000, index % 40 === 0));
    const segments = [...cutter.push(track(frames)), ...cutter.end()];
    assert.equal(
      segments.reduce((sum, segment) => sum + segment.frames.length, 0),
      80 + tail,
    );
    return segments.map((segment) => segment.durationPts90k / SECOND);
  };
  assert.deepEqual(lengths(1), [4, 4.1]);
  assert.deepEqual(lengths(4), [4, 4.4]);
  assert.deepEqual(lengths(5), [4, 4, 0.5]);
});

test('frames shown before an open keyframe begin its segment and are counted as leading', () => {
  const cutter = new VideoCutter();
  const order: [number, boolean][] = [
    [0, true],
    [2, false],
    [1, false],
    [5, true],
    [3, false],
    [4, false],
    [6, false],
  ];
  const segments = cutter.push(track(order.map(([second, sync]) => frame(second * SECOND, sync))));
  const all = [...segments, ...cutter.end()];
  assert.deepEqual(
    all.map((each) => [each.startPts90k / SECOND, each.leadingFrames, each.independent]),
    [
      [0, 0, true],
      [3, 2, false],
    ],
  );
  assert.equal(all[0]?.durationPts90k, 3 * SECOND);
});

test('segments whose frames interleave are not cut', () => {
  const cutter = new VideoCutter();
  const order: [number, boolean][] = [
    [0, true],
    [4, false],
    [5, true],
    [3, false],
    [6, false],
  ];
  cutter.push(track(order.map(([second, sync]) => frame(second * SECOND, sync))));
  assert.deepEqual(
    cutter.end().map((segment) => segment.frames.length),
    [5],
  );
});

test('what comes before the first keyframe, and leading frames of it, are left out', () => {
  const cutter = new VideoCutter();
  cutter.push(track([frame(0), frame(2 * SECOND, true), frame(1 * SECOND), frame(3 * SECOND)]));
  assert.deepEqual(
    cutter.end(4 * SECOND).map((segment) => [segment.frames, segment.durationPts90k]),
    [[[0, SECOND], 4 * SECOND]],
  );
});

test('frames hidden by an edit list are kept for decoding and not counted', () => {
  const cutter = new VideoCutter({ zero90k: FFMPEG_OFFSET_90K + 2 * SECOND, offset90k: FFMPEG_OFFSET_90K });
  cutter.push(track([0, 1, 2, 3].map((second) => frame(second * SECOND, second === 0))));
  const [segment] = cutter.end();
  assert.deepEqual([segment?.startPts90k, segment?.frames], [0, [0, SECOND]]);
});

test('audio drops the priming frame, counts frames and is filled with silence to the end', () => {
  const cutter = new AudioCutter({ zero48k: 4_800_000 });
  const samples = Array.from({ length: 200 }, (_, index) => ({
    dts: 4_800_000 + (index - 1) * 1024,
    cts: 0,
    duration: 1024,
    sync: true,
    data: new Uint8Array(3),
  }));
  const segments = [...cutter.push(track(samples)), ...cutter.end(48_000 * 5)];
  assert.deepEqual(
    segments.map((segment) => [segment.startPts48k, segment.frames]),
    [
      [0, 188],
      [188 * 1024, 46],
    ],
  );
  assert.equal(cutter.silentFrames, 234 - 199);
  assert.ok(Math.abs(cutter.end48k - 48_000 * 5) <= 512);
});

test('a gap in the sound is filled so that what follows stays in time', () => {
  const cutter = new AudioCutter({ zero48k: 0 });
  const at = (dts: number) => ({ dts, cts: 0, duration: 1024, sync: true, data: new Uint8Array(3) });
  cutter.push(track([at(0), at(1024), at(48_000)]));
  assert.equal(cutter.frames, 48);
});

test('a chunk whose fragment lies elsewhere than planned is refused', () => {
  const chunk = { cuts90k: [0, 4 * SECOND], endPts90k: 8 * SECOND, firstSequence: 3 };
  const packager = new ChunkPackager(chunk);
  const first = packager.push(track([frame(0, true), frame(SECOND)]));
  assert.deepEqual([first.sequence, first.durationPts90k, packager.remaining], [3, 4 * SECOND, 1]);
  assert.throws(() => packager.push(track([frame(3 * SECOND, true)])), { code: 'malformed' });
});

test('thinned renditions keep the first frame of every segment', () => {
  const frames = [0, 1500, 3000, 4500, 6000, 7500];
  const kept = keptFrames(frames, { cuts90k: [0, 4500], rateDivisor: 2, framePeriod90k: 1500 });
  assert.deepEqual(kept, [0, 3000, 4500, 7500]);
});
