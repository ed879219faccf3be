import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areAlike, type LadderSample, leaveOut } from './leave-out.ts';
import { planLadder } from './plan-ladder.ts';

const source = { width: 1920, height: 1080, sar: 1, rotation: 0, fpsNum: 30, fpsDen: 1, codec: 'h264', copyable: true };
const ladder = planLadder(source);
const falling = [500, 300, 150, 100, 50];
const growing = [0.95, 0.93, 0.9, 0.85, 0.8];
/** Of 1080p, 720p, 480p, 360p and 240p. */
const sample = (ssims: (number | undefined)[], bytes = falling): LadderSample => ({
  bytes: Object.fromEntries(ladder.map(({ name }, index) => [name, bytes[index] ?? 0])),
  qualities: ladder.flatMap(({ name }, index) => {
    const screenSsim = ssims[index];
    return screenSsim === undefined ? [] : [{ name, screenSsim }];
  }),
});
const left = (...samples: LadderSample[]) => leaveOut(ladder, samples).map(({ name, because }) => `${name} ${because}`);

test('what is no better on the screen than a smaller rendition is left out', () => {
  assert.deepEqual(left(sample(growing)), []);
  assert.deepEqual(left(sample([0.808, 0.829, 0.82, 0.81, 0.8])), ['1080p no_better']);
  assert.deepEqual(left(sample([0.9519, 0.95, 0.9, 0.85, 0.8])), ['1080p no_better'], 'nobody sees that');
  assert.deepEqual(left(sample([0.9521, 0.95, 0.9, 0.85, 0.8])), []);
  const none = sample([0.7, 0.72, 0.74, 0.76, 0.78]);
  assert.deepEqual(left(none), ['360p no_better', '480p no_better', '720p no_better', '1080p no_better']);
  assert.deepEqual(left(), []);
});

test('the best of those that stay is as good as the best of all', () => {
  for (const ssims of [
    [0.8018, 0.801, 0.8005, 0.8, 0.7995],
    [0.81, 0.82, 0.805, 0.818, 0.817],
    [0.809, 0.8075, 0.806, 0.8045, 0.803],
  ]) {
    const gone = new Set(leaveOut(ladder, [sample(ssims)]).map(({ name }) => name));
    const stays = ssims.filter((_, index) => !gone.has(ladder[index]?.name ?? ''));
    assert.ok(Math.max(...ssims) - Math.max(...stays) < 0.002, `${[...gone].join()} of ${ssims.join()}`);
  }
});

test('all parts of a film decide together, and one in which it would be missed alone', () => {
  const worse = sample([0.92, 0.93, 0.9, 0.85, 0.8]);
  assert.deepEqual(left(worse, worse, sample([0.935, 0.93, 0.9, 0.85, 0.8])), ['1080p no_better'], 'a bit better once');
  assert.deepEqual(left(worse, worse, sample([0.941, 0.93, 0.9, 0.85, 0.8])), [], 'clearly better once');
  assert.deepEqual(left(worse, sample([])), [], 'a part was not compared');
  assert.deepEqual(left(worse, sample([0.92, undefined, 0.9, 0.85, 0.8])), [], 'nor with every rendition');
});

test('what is no smaller than the next larger rendition is left out', () => {
  assert.deepEqual(left(sample([], [100, 120, 90, 50, 20])), ['720p no_smaller']);
  assert.deepEqual(left(sample([], [100, 96, 94, 93, 20])), ['720p no_smaller', '360p no_smaller']);
  const unknown = { ...sample([]), bytes: { '1080p': 100 } };
  assert.deepEqual(left(unknown), [], 'a size that is not known says nothing');
});

test('what is passed through stays, and counts as the larger one', () => {
  const passed = planLadder(source, { passthrough: true });
  const samples = [sample([undefined, 0.9, 0.88, 0.85, 0.8], [100, 120, 90, 50, 20])];
  assert.deepEqual(
    leaveOut(passed, samples).map(({ name }) => name),
    ['720p'],
  );
});

test('a rendition with more pictures is compared with none that has fewer, nor with another codec', () => {
  const [first, second, third] = planLadder({ ...source, fpsNum: 60 });
  assert.ok(first && second && third);
  assert.equal(areAlike(first, second), true);
  assert.equal(areAlike(second, third), false);
  assert.equal(areAlike(first, { ...first, codec: 'av1' }), false);
});
