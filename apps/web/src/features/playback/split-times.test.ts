import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitTimes } from './split-times.ts';

const kinds = (text: string, durationS = 600) =>
  splitTimes(text, durationS).map((part) => (part.kind === 'time' ? `time:${part.seconds}` : part.text));

test('times within the film become links', () => {
  assert.deepEqual(kinds('0:00 Ropes\n1:12 The slip'), ['time:0', ' Ropes\n', 'time:72', ' The slip']);
  assert.deepEqual(kinds('at 1:02:03', 4000), ['at ', 'time:3723']);
});

test('times beyond the film, ratios and clock-like numbers stay text', () => {
  assert.deepEqual(kinds('at 59:00'), ['at 59:00']);
  assert.deepEqual(kinds('ratio 16:9 and 1:75'), ['ratio 16:9 and 1:75']);
  assert.deepEqual(kinds('10:20:30:40'), ['10:20:30:40']);
});
