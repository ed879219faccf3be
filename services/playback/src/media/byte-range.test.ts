import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseByteRange } from './byte-range.ts';

test('ranges are read as RFC 9110 says', () => {
  assert.deepEqual(parseByteRange('bytes=0-99', 1000), { start: 0, end: 100 });
  assert.deepEqual(parseByteRange('bytes=900-', 1000), { start: 900, end: 1000 });
  assert.deepEqual(parseByteRange('bytes=-100', 1000), { start: 900, end: 1000 });
  assert.deepEqual(parseByteRange('bytes=0-99999', 1000), { start: 0, end: 1000 });
  assert.equal(parseByteRange('bytes=1000-', 1000), 'unsatisfiable');
  for (const ignored of [undefined, 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'lines=0-1']) {
    assert.equal(parseByteRange(ignored, 1000), undefined, ignored);
  }
});
