import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unpromisedBytes } from './room.ts';

test('on one disk only what has not arrived is still to come; a store elsewhere needs room for all of it', () => {
  const promised = { toArrive: 30, toStore: 50 };
  assert.equal(unpromisedBytes({ arriving: 100, stored: 100, areOne: true }, promised), 70);
  assert.equal(unpromisedBytes({ arriving: 100, stored: 100, areOne: false }, promised), 50);
  assert.equal(unpromisedBytes({ arriving: 40, stored: 100, areOne: false }, promised), 10);
  assert.equal(unpromisedBytes({ arriving: 20, stored: Number.POSITIVE_INFINITY, areOne: false }, promised), -10);
});
