import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VideoSegmentInfo } from '../packager/sample.ts';
import { type LadderSample, leaveOut, smallerOf } from './leave-out.ts';
import { planChunks } from './plan-chunks.ts';
import { passthroughReasons, planLadder } from './plan-ladder.ts';
import type { LadderSource } from './rendition.ts';

const source: LadderSource = {
  width: 1920,
  height: 1080,
  sar: 1,
  rotation: 0,
  fpsNum: 30,
  fpsDen: 1,
  codec: 'h264',
  pixFmt: 'yuv420p',
  bitrateBps: 8_000_000,
  copyable: true,
};
const brief = (input: Partial<LadderSource>) =>
  planLadder({ ...source, ...input }).map(({ name, width, height }) => `${name} ${width}x${height}`);

test('the ladder runs from the source down to 240p', () => {
  assert.deepEqual(brief({}), ['1080p 1920x1080', '720p 1280x720', '480p 854x480', '360p 640x360', '240p 426x240']);
  assert.deepEqual(
    planLadder(source).map((rendition) => rendition.maxrateBps),
    [6_220_000, 3_040_000, 1_470_000, 1_040_000, 520_000],
  );
});

test('portrait, rotated, anamorphic, odd and tiny pictures', () => {
  assert.deepEqual(brief({ width: 1080, height: 1920 })[1], '720p 720x1280');
  assert.deepEqual(brief({ rotation: 90 })[0], '1080p 1080x1920');
  assert.deepEqual(brief({ width: 720, height: 576, sar: 64 / 45 })[0], '576p 1024x576');
  assert.deepEqual(brief({ width: 641, height: 361 }), ['360p 640x360', '240p 426x240']);
  assert.deepEqual(brief({ width: 100, height: 80 }), ['80p 100x80']);
});

test('above 40 fps the low renditions have half the rate, at 120 fps all are thinned', () => {
  const at = (fpsNum: number) => planLadder({ ...source, fpsNum }).map((rendition) => rendition.rateDivisor);
  assert.deepEqual(at(60), [1, 1, 2, 2, 2]);
  assert.deepEqual(at(120), [2, 2, 4, 4, 4]);
  assert.equal(planLadder({ ...source, fpsNum: 60 })[0]?.maxrateBps, 9_330_000);
});

test('passthrough is refused with all reasons', () => {
  assert.deepEqual(passthroughReasons(source), []);
  assert.deepEqual(passthroughReasons({ ...source, bitrateBps: undefined }), []);
  assert.deepEqual(
    passthroughReasons({ ...source, codec: 'hevc', pixFmt: 'yuv420p10le', rotation: 90, bitrateBps: 50_000_000 }),
    ['codec', 'pixel-format', 'rotation', 'bitrate'],
  );
});

const SECOND = 90_000;
const segments = (count: number, seconds = 4, independent = true): VideoSegmentInfo[] =>
  Array.from({ length: count }, (_, sequence) => ({
    sequence,
    startPts90k: sequence * seconds * SECOND,
    durationPts90k: seconds * SECOND,
    frames: Array.from({ length: seconds }, (_, second) => (sequence * seconds + second) * SECOND),
    keyframePts90k: sequence * seconds * SECOND,
    leadingFrames: 0,
    independent,
    parameterChange: false,
    keyframeIntervalPts90k: seconds * SECOND,
  }));

test('a complete film is divided evenly among the workers', () => {
  const { chunks } = planChunks(segments(25), { passthrough: true, final: true, workers: 2 });
  assert.equal(chunks.length, 6);
  assert.deepEqual(
    chunks.flatMap((chunk) => chunk.inputSequences),
    segments(25).map((segment) => segment.sequence),
  );
  assert.equal(
    chunks.reduce((sum, chunk) => sum + chunk.frames, 0),
    100,
  );
  assert.deepEqual(chunks.at(-1)?.endPts90k, 100 * SECOND);
});

test('a short first chunk has two segments, so that it plays', () => {
  const first = (of: VideoSegmentInfo[], passthrough = false) =>
    planChunks(of, { firstTargetMs: 3000, passthrough, final: true }).chunks[0];
  assert.deepEqual(first(segments(5))?.cuts90k, [0, 2 * SECOND]);
  assert.equal(first(segments(5))?.endPts90k, 4 * SECOND);
  assert.deepEqual(first(segments(5, 1))?.cuts90k, [0, SECOND, 2 * SECOND], 'there are enough');
  assert.deepEqual(first(segments(1, 1))?.cuts90k, [0], 'it is too short for two');
  assert.deepEqual(first(segments(5), true)?.cuts90k, [0], 'segments that are passed through are as they are');
  const next = planChunks(segments(5), { firstTargetMs: 3000, passthrough: false, final: true }).chunks[1];
  assert.deepEqual([next?.firstSequence, next?.startPts90k], [2, 4 * SECOND]);
});

test('a growing film is planned in steps without gaps or repeats', () => {
  const all = segments(23);
  let state: Parameters<typeof planChunks>[1]['state'];
  const chunks = [];
  for (let known = 1; known <= all.length; known++) {
    const planned = planChunks(all.slice(0, known), {
      passthrough: true,
      final: known === all.length,
      ...(state ? { state } : {}),
    });
    chunks.push(...planned.chunks);
    state = planned.state;
  }
  assert.deepEqual(
    chunks.flatMap((chunk) => chunk.cuts90k),
    all.map((segment) => segment.startPts90k),
  );
  assert.deepEqual(
    chunks.map((chunk) => chunk.index),
    chunks.map((_, index) => index),
  );
  assert.deepEqual(
    chunks.map((chunk) => chunk.firstSequence),
    [0, 5, 10, 15, 20].slice(0, chunks.length),
  );
  assert.deepEqual(chunks.flatMap((chunk) => chunk.storyboard90k).length, Math.ceil((23 * 4) / 5));
});

test('an open GOP takes the previous segment as lead-in, and long segments are divided', () => {
  const { chunks } = planChunks(segments(4, 20, false), { passthrough: false, final: true, workers: 1 });
  assert.deepEqual(
    chunks.map((chunk) => chunk.inputSequences),
    [[0], [0, 1], [1, 2], [2, 3]],
  );
  assert.deepEqual(
    chunks.map((chunk) => chunk.cuts90k.length),
    [5, 5, 5, 5],
  );
  assert.deepEqual(
    chunks.map((chunk) => chunk.firstSequence),
    [0, 5, 10, 15],
  );
});

const ladder = planLadder(source);
const sample = (ssims: [name: string, ssim: number, enlarged: number][], bytes: number[]): LadderSample => ({
  bytes: Object.fromEntries(ladder.map(({ name }, index) => [name, bytes[index] ?? 0])),
  qualities: ssims.map(([name, ssim, enlargedSsim]) => ({ name, ssim, enlargedSsim })),
});
const left = (...samples: LadderSample[]) => leaveOut(ladder, samples).map(({ name, because }) => `${name} ${because}`);
const falling = [500, 300, 150, 100, 50];

test('what is no better than the next smaller rendition in any part of the film is left out', () => {
  const noisy = sample([['1080p', 0.808, 0.829]], falling);
  assert.deepEqual(left(noisy, noisy), ['1080p no_better']);
  assert.deepEqual(left(sample([['1080p', 0.9019, 0.9]], falling)), ['1080p no_better'], 'nobody sees that');
  assert.deepEqual(left(sample([['1080p', 0.9021, 0.9]], falling)), []);
  assert.deepEqual(left(noisy, sample([['1080p', 0.98, 0.95]], falling)), [], 'another part of it is better');
  assert.deepEqual(left(noisy, sample([], falling)), [], 'a part of it was not compared');
  assert.deepEqual(left(), []);
});

test('what is no smaller than the next larger rendition is left out', () => {
  assert.deepEqual(left(sample([], [100, 120, 90, 50, 20])), ['720p no_smaller']);
  assert.deepEqual(left(sample([], [100, 96, 94, 93, 20])), ['720p no_smaller', '360p no_smaller']);
  const unknown = { ...sample([], falling), bytes: { '1080p': 100 } };
  assert.deepEqual(left(unknown), [], 'a size that is not known says nothing');
});

test('of two neighbours one stays, and what is passed through', () => {
  const all = ladder.slice(0, -1).map(({ name }): [string, number, number] => [name, 0.5, 0.6]);
  assert.deepEqual(left(sample(all, falling)), ['1080p no_better', '480p no_better']);
  const passed = planLadder(source, { passthrough: true });
  const samples = [sample(all, [100, 120, 90, 50, 20])];
  assert.deepEqual(
    leaveOut(passed, samples).map(({ name }) => name),
    ['720p', '360p'],
  );
});

test('a rendition with more pictures is compared with none that has fewer', () => {
  const fast = planLadder({ ...source, fpsNum: 60 });
  assert.equal(smallerOf(fast[0] as never, fast)?.name, '720p');
  assert.equal(smallerOf(fast[1] as never, fast), undefined);
});
