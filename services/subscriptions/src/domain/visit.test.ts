import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './visit.ts';

const at = (minutes: number) => new Date(minutes * 60_000);

test('at the first visit nothing is newer than the one before', () => {
  assert.deepEqual(visit(undefined, at(0)), { seenAt: at(0), beforeAt: null });
});

test('looking again within half an hour is the same visit: what was new stays new', () => {
  const first = { seenAt: at(100), beforeAt: at(10) };
  assert.deepEqual(visit(first, at(120)), { seenAt: at(120), beforeAt: at(10) });
});

test('whoever comes back later finds what came since they last looked', () => {
  const first = { seenAt: at(100), beforeAt: at(10) };
  assert.deepEqual(visit(first, at(200)), { seenAt: at(200), beforeAt: at(100) });
});
