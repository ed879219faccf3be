import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGigabytes } from './parse-gigabytes.ts';

test('gigabytes are read as people write them, and nothing else is', () => {
  assert.deepEqual(
    ['50', ' 2.5 ', '2,5', '0', '10 GB', '0.000001'].map(parseGigabytes),
    [50e9, 2.5e9, 2.5e9, 0, 10e9, 1000],
  );
  for (const wrong of ['', '-1', 'much', '1e9', '1.2.3', '1234567']) assert.equal(parseGigabytes(wrong), undefined);
});
