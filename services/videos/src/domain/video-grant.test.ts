import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@kinora/kernel';
import { createVideoGrants } from './video-grant.ts';

const grants = createVideoGrants(new Uint8Array(32).fill(7));

test('a grant is read back for its video until it expires', () => {
  const now = 1_800_000_000_000;
  const grant = { id: newId(), videoId: newId(), passwordVersion: 40, expiresAtMs: now + 1000 };
  const token = grants.sign(grant);
  assert.deepEqual(grants.verify(grant.videoId, token, now), grant);
  assert.equal(grants.verify(grant.videoId, token, now + 1000), undefined);
  assert.equal(grants.verify(newId(), token, now), undefined);
});

test('a grant that was changed, or made with another secret, is none', () => {
  const grant = { id: newId(), videoId: newId(), passwordVersion: 1, expiresAtMs: Date.now() + 60_000 };
  const [id = '', version = '', expiry = '', mac = ''] = grants.sign(grant).split('.');
  const other = createVideoGrants(new Uint8Array(32).fill(8)).sign(grant);
  for (const token of [
    other,
    [newId(), version, expiry, mac].join('.'),
    [id, '2', expiry, mac].join('.'),
    [id, version, 'zzzzzzz', mac].join('.'),
    [id, version, expiry, mac.slice(0, -1)].join('.'),
    [id, version, expiry].join('.'),
    '',
  ])
    assert.equal(grants.verify(grant.videoId, token, Date.now()), undefined, token);
});
