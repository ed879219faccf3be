import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddressList } from './address-list.ts';

test('a pasted list is read whatever stands between its addresses', () => {
  const text = `ann@example.org, Ben Two <ben@example.org>;"Last, First" <c@example.org>
    d@example.org
\r\n\t<e@example.org>,,ANN@example.org`;
  assert.deepEqual(parseAddressList(text), {
    emails: ['ann@example.org', 'ben@example.org', 'c@example.org', 'd@example.org', 'e@example.org'],
    wrong: [],
  });
});

test('what is no address is answered as it was written', () => {
  const text = 'ann@example.org\nben at example.org\nC <c@>, "x\nd@example.org bcc: e@example.org';
  assert.deepEqual(parseAddressList(text), {
    emails: ['ann@example.org'],
    wrong: ['ben at example.org', 'C <c@>', 'x', 'd@example.org bcc: e@example.org'],
  });
});
