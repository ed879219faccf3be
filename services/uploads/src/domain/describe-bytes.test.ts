import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeBytes, describeQuota, describeRoom } from './describe-bytes.ts';

test('sizes are said in the unit that suits them', () => {
  assert.deepEqual([0, 999, 1000, 1_449_000, 1_400_000_000, 250_000_000_000, 5e15].map(describeBytes), [
    '0 bytes',
    '999 bytes',
    '1 kB',
    '1.4 MB',
    '1.4 GB',
    '250 GB',
    '5000 TB',
  ]);
});

test('a file that does not fit is told how much room there is, also when more is used than allowed', () => {
  const said = describeQuota({ usedBytes: 12e9, quotaBytes: 10e9, sizeBytes: 1e9 });
  assert.match(said, /^This file has 1 GB, and 0 bytes of your 10 GB are left\. /);
});

test('who finds no room is told how much there is, also when more was promised than is free', () => {
  const said = describeRoom({ sizeBytes: 50e9, leftBytes: -3 });
  assert.match(
    said,
    /^This file has 50 GB, and the server has room for 0 bytes beside the uploads that are under way\. /,
  );
});
