import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePeopleList } from './people-list.ts';

test('addresses and handles are found in what people paste, each once', () => {
  const { people, wrong } = parsePeopleList(
    '"Ann, the first" <Ann@Example.org>; ann@example.org\n@Ben, no address\n\n@, carl@example.org,',
  );
  assert.deepEqual(people, [
    { name: 'ann@example.org', emailKey: 'ann@example.org' },
    { name: '@ben', handle: 'ben' },
    { name: 'carl@example.org', emailKey: 'carl@example.org' },
  ]);
  assert.deepEqual(wrong, ['no address', '@']);
});
