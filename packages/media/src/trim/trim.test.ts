import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeAudioSegment } from '../packager/write-segment.ts';
import { planTrim, planTrimmedSound, soundFrames } from './plan-trim.ts';
import { retimeSegment } from './retime-segment.ts';
import { isShown, keptLength, showCues, shownTime, wholeCues, wholeEnd, wholeTime } from './shown-time.ts';

const SECOND = 90_000;
const GRID = [0, 1, 2, 3, 4].map((sequence) => ({ sequence, start: sequence * 4 * SECOND, duration: 4 * SECOND }));
const seconds = (...ranges: [number, number][]) =>
  ranges.map(([start, end]): [number, number] => [start * SECOND, end * SECOND]);

test('segments without a cut stay whole, others give the part that is kept', () => {
  const pieces = planTrim(GRID, seconds([1, 9], [12, 20]));
  assert.deepEqual(
    pieces.map(({ sequence, start, duration, from, source, whole }) => [
      sequence,
      start / SECOND,
      duration / SECOND,
      from / SECOND,
      source,
      whole,
    ]),
    [
      [0, 0, 3, 1, 0, false],
      [1, 3, 4, 4, 1, true],
      [2, 7, 1, 8, 2, false],
      [3, 8, 4, 12, 3, true],
      [4, 12, 4, 16, 4, true],
    ],
  );
});

test('two parts of one segment are two segments', () => {
  const pieces = planTrim(GRID, seconds([0, 1], [2, 4]));
  assert.deepEqual(
    pieces.map(({ source, whole }) => [source, whole]),
    [
      [0, false],
      [0, false],
    ],
  );
});

test('sound is never further from its picture than half a frame, however many cuts there are', () => {
  const ranges = Array.from({ length: 40 }, (_, part): [number, number] => [part * 45_000, part * 45_000 + 30_001]);
  const pieces = planTrimmedSound(ranges, 10_000);
  const runs = pieces.flatMap((piece) => piece.runs);
  let at = 0;
  for (const { frame, count } of runs) {
    const whole = wholeTime(ranges, ((at + 0.5) * 1024 * 90_000) / 48_000);
    assert.ok(Math.abs(whole - ((frame + 0.5) * 1024 * 90_000) / 48_000) <= (1024 / 2 / 48_000) * 90_000 + 1, `${at}`);
    at += count;
  }
  const frames = pieces.reduce((sum, piece) => sum + soundFrames(piece), 0);
  assert.ok(Math.abs((frames * 1024) / 48_000 - keptLength(ranges) / 90_000) <= 512 / 48_000);
  assert.deepEqual(
    pieces.map(({ firstFrame }) => firstFrame),
    pieces.map((_, index) => pieces.slice(0, index).reduce((sum, piece) => sum + soundFrames(piece), 0)),
  );
});

test('sound that ends before its picture is as long as it is', () => {
  const pieces = planTrimmedSound(seconds([0, 10]), 300);
  assert.equal(
    pieces.reduce((sum, piece) => sum + soundFrames(piece), 0),
    300,
  );
});

test('times of the whole film and of what is shown of it', () => {
  const kept = [
    [10, 20],
    [30, 40],
  ] as const;
  assert.deepEqual(
    [0, 10, 15, 20, 25, 30, 35, 50].map((time) => shownTime(kept, time)),
    [0, 0, 5, 10, 10, 10, 15, 20],
  );
  assert.deepEqual(
    [0, 5, 10, 15].map((time) => wholeTime(kept, time)),
    [10, 15, 30, 35],
  );
  assert.deepEqual(
    [5, 10, 15, 20].map((time) => wholeEnd(kept, time)),
    [15, 20, 35, 40],
  );
  assert.deepEqual(
    [9, 10, 19, 20, 30].map((time) => isShown(kept, time)),
    [false, true, true, false, true],
  );
});

test('captions are shown with their pictures, and written back without loss of those that are cut out', () => {
  const kept = [
    [10, 20],
    [30, 40],
  ] as const;
  const cue = (startMs: number, endMs: number, text: string) => ({ startMs, endMs, text });
  const whole = [cue(2, 8, 'before'), cue(18, 32, 'across'), cue(22, 28, 'between'), cue(33, 36, 'behind')];
  const shown = showCues(whole, kept);
  assert.deepEqual(shown, [cue(8, 12, 'across'), cue(13, 16, 'behind')]);
  assert.deepEqual(wholeCues(shown, kept, whole), whole);
});

test('a segment under another time has the same bytes but for its number and its time', () => {
  const segment = writeAudioSegment({
    sequence: 7,
    startPts: 48_000,
    frameDuration: 1024,
    frames: [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)],
  });
  const moved = retimeSegment(segment, { sequence: 2, shiftTicks: -47_000 });
  assert.equal(moved.length, segment.length);
  assert.ok([...moved.keys()].filter((index) => moved[index] !== segment[index]).length <= 12);
  assert.deepEqual(retimeSegment(moved, { sequence: 7, shiftTicks: 47_000 }), Uint8Array.from(segment));
  assert.throws(() => retimeSegment(segment, { sequence: 0, shiftTicks: -48_001 }), { name: 'Mp4Error' });
  assert.throws(() => retimeSegment(segment.subarray(8), { sequence: 0, shiftTicks: 0 }), { name: 'Mp4Error' });
});
