import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@kinora/kernel';
import { attemptPrefix, isOutputName } from './blob-keys.ts';
import { backOffMs } from './lease.ts';
import { createTaskTokens } from './task-token.ts';

test('a task token holds for its task and attempt only', () => {
  const tokens = createTaskTokens(randomBytes(32));
  const taskId = newId();
  const token = tokens.issue(taskId, 2);
  assert.deepEqual(tokens.verify(token), { taskId, attempt: 2 });
  assert.equal(tokens.verify(token.replace('.2.', '.3.')), undefined);
  assert.equal(createTaskTokens(randomBytes(32)).verify(token), undefined);
  for (const bad of [undefined, '', 'x', `${token}x`, token.slice(0, -1)]) assert.equal(tokens.verify(bad), undefined);
});

test('a worker can write no name but those of its results', () => {
  for (const name of [
    'source/init.mp4',
    '360p/12.m4s',
    'audio/0.m4s',
    'poster.jpg',
    'storyboard.jpg',
    'captions/3.vtt',
  ])
    assert.ok(isOutputName(name), name);
  for (const name of ['../x/1.m4s', 'a/b/1.m4s', '360p/1.mp4', '/360p/1.m4s', '360p/-1.m4s', 'poster.svg', ''])
    assert.ok(!isOutputName(name), name);
});

test('attempts write apart from each other', () => {
  const job = { video_id: 'v', id: 'e' };
  const chunk = { kind: 'chunk' as const, chunk_index: 3 };
  assert.notEqual(attemptPrefix(job, { ...chunk, attempt: 1 }), attemptPrefix(job, { ...chunk, attempt: 2 }));
});

test('pauses between attempts grow and end', () => {
  assert.deepEqual([1, 2, 3, 9].map(backOffMs), [1000, 4000, 16_000, 60_000]);
});
