import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idToUuid, newId, newUuid, parseId, uuidToId } from './ids.ts';

test('an id is 22 characters and gives its UUID back', () => {
  for (let i = 0; i < 200; i++) {
    const uuid = newUuid();
    const id = uuidToId(uuid);
    assert.equal(id.length, 22);
    assert.equal(idToUuid(id), uuid);
  }
});

test('ids sort by the time at which they were made', () => {
  const earlier = newId(1_700_000_000_000);
  const later = newId(1_700_000_000_001);
  assert.ok(earlier < later);
});

test('a UUID carries version 7 and the RFC 9562 variant', () => {
  assert.match(newUuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('what is not an id is refused', () => {
  for (const text of ['', 'abc', '0'.repeat(22), 'z'.repeat(22), `${newId()}1`, '../../etc/passwd12345']) {
    assert.equal(parseId(text), undefined);
  }
});
