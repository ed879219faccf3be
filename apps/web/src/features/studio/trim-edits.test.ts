import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  beginsAt,
  cutAt,
  isShownAlready,
  keptMs,
  leavesPart,
  movePart,
  type Part,
  partAt,
  partsOf,
  problemOf,
  rangesOf,
  removePart,
} from './trim-edits.ts';

const FRAME = 40;
const part = (id: number, startMs: number, endMs: number): Part => ({ id, startMs, endMs });
const times = (parts: readonly Part[]) => parts.map(({ startMs, endMs }) => [startMs, endMs]);

test('a cut divides a part, unless a picture is too much to leave', () => {
  const parts = cutAt(partsOf([[0, 10_000]]), 4000, FRAME);
  assert.deepEqual(times(parts), [
    [0, 4000],
    [4000, 10_000],
  ]);
  assert.equal(cutAt(parts, 4010, FRAME), parts);
  assert.equal(cutAt(parts, 0, FRAME), parts);
  assert.equal(new Set(cutAt(parts, 2000, FRAME).map(({ id }) => id)).size, 3);
});

test('the border of a part moves no further than the part beside it, and leaves a picture', () => {
  const parts = [part(0, 1000, 4000), part(1, 6000, 9000)];
  const move = (id: number, border: 'start' | 'end', ms: number) =>
    times(movePart(parts, { id, border, ms, durationMs: 10_000, frameMs: FRAME }));
  assert.deepEqual(move(0, 'start', -5)[0], [0, 4000]);
  assert.deepEqual(move(0, 'start', 8000)[0], [3960, 4000]);
  assert.deepEqual(move(0, 'end', 8000)[0], [1000, 6000]);
  assert.deepEqual(move(1, 'start', 2000)[1], [4000, 9000]);
  assert.deepEqual(move(1, 'end', 20_000)[1], [6000, 10_000]);
  assert.equal(movePart(parts, { id: 1, border: 'end', ms: 9000, durationMs: 10_000, frameMs: FRAME }), parts);
});

test('what is kept is counted, and too little or too much is said', () => {
  const parts = [part(0, 0, 600), part(1, 800, 1300)];
  assert.equal(keptMs(parts), 1100);
  assert.equal(problemOf(parts), null);
  assert.equal(problemOf(removePart(parts, 1)), 'short');
  assert.equal(problemOf(Array.from({ length: 101 }, (_, id) => part(id, id * 100, id * 100 + 50))), 'many');
  assert.deepEqual([partAt(parts, 700)?.id, partAt(parts, 1000)?.id], [undefined, 1]);
});

test('parts are sent in times of the whole film, what meets as one', () => {
  const shown = [
    [2000, 5000],
    [8000, 12_000],
  ] as const;
  const parts = partsOf(shown);
  assert.deepEqual(rangesOf(parts), shown);
  const widened = movePart(parts, { id: 0, border: 'end', ms: 9000, durationMs: 20_000, frameMs: FRAME });
  assert.deepEqual(rangesOf(widened), [[2000, 12_000]]);
});

test('nothing is to be saved where the same is shown', () => {
  const shown = [[2000, 5000]] as const;
  const divided = cutAt(partsOf(shown), 3000, FRAME);
  assert.equal(isShownAlready(divided, shown), true);
  assert.equal(isShownAlready(removePart(divided, 0), shown), false);
});

test('a preview skips what is cut out, leaves whoever looks at it there, and stops at the end of the last part', () => {
  const parts = [part(0, 0, 2000), part(1, 5000, 7000)];
  const leaves = (fromMs: number, atMs: number) => leavesPart(parts, { fromMs, atMs, frameMs: FRAME });
  assert.deepEqual(leaves(1980, 2010), { kind: 'go-on', atMs: 5000 });
  assert.equal(leaves(1900, 1950), null);
  assert.equal(leaves(3000, 3030), null, 'somebody sought there');
  assert.equal(leaves(4990, 5010), null, 'a part begins');
  assert.deepEqual(leaves(6990, 7020), { kind: 'stop', atMs: 6960 });
  assert.equal(leaves(8000, 8030), null, 'somebody looks at what is cut off the end');
});

test('a preview that is played at the end of the last part begins with the first', () => {
  const parts = [part(0, 1000, 2000), part(1, 5000, 7000)];
  const begins = (fromMs: number, atMs: number) => beginsAt(parts, { fromMs, atMs, frameMs: FRAME });
  assert.equal(begins(6960, 6960), 1000);
  assert.equal(begins(1500, 1500), null);
  assert.equal(begins(6960, 5000), null, 'the last part is played again');
  assert.equal(begins(8000, 8000), null, 'what is cut off the end is looked at');
  assert.equal(begins(9000, 20), 1000, 'the player went from the end of the film to its beginning');
  assert.equal(begins(20, 20), null, 'what is cut off the beginning is looked at');
});
