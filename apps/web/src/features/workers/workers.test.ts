import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from '@kinora/sdk';
import { currentWorkers } from './current-workers.ts';
import { workerCommand } from './worker-command.ts';

const worker = (id: string, name: string, state: Worker['state'], address = '10.0.0.1'): Worker => ({
  id,
  name,
  state,
  address,
  running: 0,
  version: '0.1.0',
  lastSeenAt: '2026-11-21T12:00:00Z',
});
const idsOf = (workers: Worker[]) => currentWorkers(workers).map(({ id }) => id);

test('of workers that are away only the latest of each place is listed, and none where one is there', () => {
  assert.deepEqual(
    idsOf([worker('1', 'vm', 'active'), worker('2', 'vm', 'draining'), worker('3', 'vm', 'gone')]),
    ['1', '2'],
    'two that are there are two',
  );
  assert.deepEqual(idsOf([worker('1', 'vm', 'gone'), worker('2', 'vm', 'gone')]), ['1']);
  assert.deepEqual(idsOf([worker('1', 'vm', 'active'), worker('2', 'vm', 'gone', '10.0.0.2')]), ['1', '2']);
  assert.deepEqual(idsOf([worker('1', 'vm', 'active'), worker('2', 'attic', 'gone')]), ['1', '2']);
});

test('the token of a worker is no argument of its command', () => {
  assert.equal(
    workerCommand('https://films.example', 'knw_x'),
    'KINORA_WORKER_TOKEN=knw_x kinora worker --url https://films.example',
  );
});
