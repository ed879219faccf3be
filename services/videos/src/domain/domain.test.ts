import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '@kinora/kernel';
import { videoState } from './video-state.ts';
import { listThatOpens, mayDelete, mayEdit, maySee, mayTry } from './visibility.ts';

const account = (accountId: string, role: 'creator' | 'admin' = 'creator'): Caller => ({
  kind: 'account',
  accountId,
  role,
  sessionId: 's',
  epoch: 1,
  historyPaused: false,
  displayName: 'x',
  scopes: 'all',
});
const nobody = { editor_ids: [], moderator_ids: [] };
const visitor: Caller = { kind: 'visitor' };

test('a private video is seen by its owner and administrators only', () => {
  const video = { visibility: 'private' as const, owner_account_id: 'a', deleted_at: null, withheld: false, ...nobody };
  assert.equal(maySee(video, visitor), false);
  assert.equal(maySee(video, account('b')), false);
  assert.equal(maySee(video, account('a')), true);
  assert.equal(maySee(video, account('b', 'admin')), true);
});

test('of whoever leaves a public video is seen by its owner and administrators only', () => {
  const video = { visibility: 'public' as const, owner_account_id: 'a', deleted_at: null, withheld: true, ...nobody };
  assert.deepEqual(
    [visitor, account('b'), account('a'), account('b', 'admin')].map((caller) => maySee(video, caller)),
    [false, false, true, true],
  );
});

test('a password and a list open what is there and not withheld, and nothing else', () => {
  const there = { owner_account_id: 'a', deleted_at: null, withheld: false, viewer_list_id: 'l', ...nobody };
  for (const visibility of ['public', 'unlisted', 'private', 'password', 'members'] as const) {
    const video = { ...there, visibility };
    assert.equal(mayTry(video), visibility === 'password');
    assert.equal(listThatOpens(video), visibility === 'members' ? 'l' : null);
    for (const gone of [{ withheld: true }, { deleted_at: new Date() }]) {
      assert.equal(mayTry({ ...video, ...gone }), false);
      assert.equal(listThatOpens({ ...video, ...gone }), null);
    }
  }
  for (const visibility of ['password', 'members'] as const) {
    assert.equal(maySee({ ...there, visibility }, account('b')), false);
    assert.equal(maySee({ ...there, visibility }, account('a')), true);
    assert.equal(maySee({ ...there, visibility }, account('b', 'admin')), true);
  }
});

test('who helps with the channel sees its private video, and only editors change it', () => {
  const video = {
    visibility: 'private' as const,
    owner_account_id: 'a',
    deleted_at: null,
    withheld: false,
    editor_ids: ['e'],
    moderator_ids: ['m'],
  };
  assert.deepEqual(
    ['a', 'e', 'm', 'x'].map((id) => [maySee(video, account(id)), mayEdit(video, account(id))]),
    [
      [true, true],
      [true, true],
      [true, false],
      [false, false],
    ],
  );
  const gone = { ...video, deleted_at: new Date() };
  assert.deepEqual([maySee(gone, account('e')), mayEdit(gone, account('e'))], [false, false]);
});

test('a deleted video is seen by nobody', () => {
  const video = {
    visibility: 'public' as const,
    owner_account_id: 'a',
    deleted_at: new Date(),
    withheld: false,
    ...nobody,
  };
  assert.equal(maySee(video, account('a')), false);
  assert.equal(mayEdit(video, account('a')), false);
  assert.equal(mayDelete(video, account('b', 'admin')), false);
});

test('the state follows the life of a video', () => {
  const base = { upload_state: 'none' as const, playable: false, complete: false, failure_code: null };
  assert.equal(videoState(base), 'draft');
  assert.equal(videoState({ ...base, upload_state: 'started' }), 'uploading');
  assert.equal(videoState({ ...base, upload_state: 'completed' }), 'processing');
  assert.equal(videoState({ ...base, upload_state: 'completed', playable: true }), 'playable');
  assert.equal(videoState({ ...base, upload_state: 'completed', playable: true, complete: true }), 'ready');
  assert.equal(videoState({ ...base, upload_state: 'completed', failure_code: 'x' }), 'failed');
});
