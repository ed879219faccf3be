import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LadderSample, leaveOut, smallerOf } from './leave-out.ts';
import { planLadder } from './plan-ladder.ts';

const source = { width: 1920, height: 1080, sar: 1, rotation: 0, fpsNum: 30, fpsDen: 1, codec: 'h264', copyable: true };
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
