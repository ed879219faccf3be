import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShown, isUnfinished, latestOfEach } from './shown.ts';
import { holdsWords } from './words.ts';

const at = (second: number) => new Date(second * 1000);

test('what was cleared, or hidden, is what began until then', () => {
  const hidden = { clearedAt: at(10), videos: new Map([['a', at(20)]]) };
  const shown = (videoId: string, second: number) => isShown({ videoId, startedAt: at(second) }, hidden);
  assert.deepEqual([shown('b', 10), shown('b', 11), shown('a', 20), shown('a', 21)], [false, true, false, true]);
});

test('each video stands where it was left last, in the order in which it is met', () => {
  const viewings = [
    { videoId: 'a', seenAt: at(5) },
    { videoId: 'b', seenAt: at(9) },
    { videoId: 'a', seenAt: at(7) },
  ];
  assert.deepEqual(latestOfEach(viewings), [viewings[2], viewings[1]]);
});

test('what has hardly begun, is at its end, or of unknown length is not gone on with', () => {
  const unfinished = (positionMs: number, durationMs = 1000) => isUnfinished({ positionMs, durationMs });
  assert.deepEqual(
    [unfinished(50), unfinished(51), unfinished(949), unfinished(950), unfinished(10, 0)],
    [false, true, true, false, false],
  );
});

test('words are found in any order, case and with any marks', () => {
  assert.equal(holdsWords('The Café at the harbour', 'harb cafe'), true);
  assert.equal(holdsWords('The Café at the harbour', 'harbour tea'), false);
});
