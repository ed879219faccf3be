import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAnnounced, premiereOf } from './premiere.ts';

const AT = new Date('2026-05-01T20:00:00Z');
const announced = {
  premiere_at: AT,
  publish_at: AT,
  visibility: 'private',
  withheld: false,
  deleted_at: null,
  published_at: null,
  duration_ms: 60_000,
  complete: true,
} as const;

test('a premiere is announced while its owner stays, and it is neither deleted nor open by another door', () => {
  assert.equal(isAnnounced(announced), true);
  for (const change of [
    { premiere_at: null },
    { publish_at: null },
    { withheld: true },
    { deleted_at: AT },
    { visibility: 'members' as const },
  ])
    assert.equal(isAnnounced({ ...announced, ...change }), false, JSON.stringify(change));
});

test('it waits for its time, then for a film that plays, runs as long as that, and is over', () => {
  const later = (seconds: number) => AT.getTime() + seconds * 1000;
  assert.deepEqual(premiereOf(announced, later(-60)), { startsAt: AT, startedAt: null });
  const late = { ...announced, visibility: 'public', publish_at: null } as const;
  assert.deepEqual(premiereOf(late, later(5)), { startsAt: AT, startedAt: null });
  const begun = { ...late, published_at: new Date(later(10)) };
  assert.deepEqual(premiereOf(begun, later(69)), { startsAt: AT, startedAt: begun.published_at });
  assert.equal(premiereOf(begun, later(71)), null);
  assert.ok(premiereOf({ ...begun, complete: false }, later(71)), 'nobody knows yet how long it is');
  assert.equal(premiereOf({ ...begun, visibility: 'private' }, later(20)), null);
});
