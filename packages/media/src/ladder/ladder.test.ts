import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VideoSegmentInfo } from '../packager/sample.ts';
import type { ChunkTask } from './chunk-task.ts';
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
const segments = (count: number, seconds = 4, independent = true, fps = 10): VideoSegmentInfo[] =>
  Array.from({ length: count }, (_, sequence) => ({
    sequence,
    startPts90k: sequence * seconds * SECOND,
    durationPts90k: seconds * SECOND,
    frames: Array.from({ length: seconds * fps }, (_, index) => (sequence * seconds + index / fps) * SECOND),
    keyframePts90k: sequence * seconds * SECOND,
    leadingFrames: 0,
    independent,
    parameterChange: false,
    keyframeIntervalPts90k: seconds * SECOND,
  }));

test('a film of known length is divided so that its workers end together, whenever they begin', () => {
  const all = segments(25);
  const { chunks } = planChunks(all, { passthrough: true, final: true, workers: 2 });
  assert.deepEqual(
    chunks.flatMap((chunk) => chunk.inputSequences),
    all.map((segment) => segment.sequence),
  );
  assert.equal(
    chunks.reduce((sum, chunk) => sum + chunk.frames, 0),
    1_000,
  );
  assert.deepEqual(chunks.at(-1)?.endPts90k, 100 * SECOND);
  assert.ok(chunks.length <= 10, `${chunks.length} chunks`);
  for (const workers of [2, 3, 16]) {
    for (const count of [6, 15, 150]) {
      const planned = planChunks(segments(count), { passthrough: false, final: true, workers }).chunks;
      const growing = planChunks(segments(count), {
        ...{ passthrough: false, final: false, workers, expectedMs: count * 4_000 },
      }).chunks;
      assert.deepEqual(growing, planned, 'one that grows is divided in the same way where its length is known');
      for (const late of [0, 7]) {
        const ends = whenDone(
          planned,
          Array.from({ length: workers }, (_, index) => (index % 2) * late),
        );
        const ideal = (count * 4 + Math.floor(workers / 2) * late) / workers;
        assert.ok(Math.max(...ends) < ideal + 4, `${workers} workers, ${count * 4} s: ${Math.max(...ends)}, ${ideal}`);
      }
    }
  }
});

/** Each chunk is taken by whoever is free first, and takes as long as it lasts. */
function whenDone(chunks: readonly ChunkTask[], begin: readonly number[]): number[] {
  const free = [...begin];
  for (const { startPts90k, endPts90k } of chunks) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + (endPts90k - startPts90k) / SECOND;
  }
  return free;
}

test('a short first chunk has two segments, so that it plays', () => {
  const first = (of: VideoSegmentInfo[], passthrough = false) =>
    planChunks(of, { firstTargetMs: 3000, passthrough, final: true }).chunks[0];
  assert.deepEqual(first(segments(5))?.cuts90k, [0, 2 * SECOND]);
  assert.equal(first(segments(5))?.endPts90k, 4 * SECOND);
  assert.deepEqual(first(segments(5, 1))?.cuts90k, [0, SECOND, 2 * SECOND], 'there are enough');
  assert.deepEqual(first(segments(1, 1))?.cuts90k, [0], 'it is too short for two');
  assert.deepEqual(first(segments(5), true)?.cuts90k, [0], 'segments that are passed through are as they are');
  // A clip whose edit list hides the beginning of its first segment.
  const [hidden, ...others] = segments(3);
  assert.ok(hidden);
  const short = { ...hidden, startPts90k: 0, durationPts90k: 1.5 * SECOND, frames: hidden.frames.slice(0, 15) };
  const shifted = others.map((each) => ({ ...each, startPts90k: each.startPts90k - 2.5 * SECOND }));
  const [growing] = planChunks([short, ...shifted], { firstTargetMs: 3000, passthrough: false, final: false }).chunks;
  assert.deepEqual(growing?.cuts90k, [0, 1.5 * SECOND]);
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
    [0, 5, 10, 15, 20, 21, 22],
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

test('a film of few frames is not cut into thousands of chunks, and one of hardly any into some', () => {
  const twelveHours = segments(10_800, 4, true, 1);
  const { chunks } = planChunks(twelveHours, { passthrough: true, final: true, workers: 2 });
  assert.ok(chunks.length < 300, `${chunks.length} chunks`);
  assert.equal(
    chunks.reduce((sum, chunk) => sum + chunk.frames, 0),
    43_200,
  );
  assert.deepEqual(
    chunks.flatMap(({ inputSequences }) => inputSequences),
    twelveHours.map(({ sequence }) => sequence),
  );
  // What grows is planned in the same pieces.
  const growing = planChunks(twelveHours.slice(0, 500), { passthrough: true, final: false });
  assert.equal(growing.chunks[0]?.endPts90k, 160 * SECOND);
  const slides = segments(720, 60, true, 1 / 60).map((segment) => ({ ...segment, frames: [segment.startPts90k] }));
  const longest = planChunks(slides, { passthrough: false, final: true, workers: 2 });
  assert.equal(longest.chunks[0]?.endPts90k, 300 * SECOND);
});
