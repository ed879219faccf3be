import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@kinora/kernel';
import { services } from '../src/services.ts';
import { startSplit } from '../src/split/run-split.ts';
import { afterwards, eventually, INHERITED, isAlive, seededDirectory } from './harness.ts';

test('each role is a process; one that is killed comes back on its address; all end with stop', async (t) => {
  const DATA_DIR = await seededDirectory(t);
  const split = await startSplit({
    environment: { ...INHERITED, DATA_DIR, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' },
    log: createLog({ level: 'silent' }),
  });
  afterwards(t, () => split.stop());
  const names = services.map(({ name }) => name);
  assert.deepEqual([...split.roles.keys()], names);
  const pids = [...split.roles.values()].map(({ pid }) => pid);
  assert.equal(new Set(pids).size, names.length);
  assert.equal((await fetch(`${split.url}/api/v1/setup`)).status, 200);

  const identity = split.roles.get('identity');
  assert.ok(identity);
  const { pid, url } = identity;
  await identity.kill('SIGKILL');
  await identity.ready();
  assert.notEqual(identity.pid, pid);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  await eventually(async () => assert.equal((await fetch(`${split.url}/api/v1/setup`)).status, 200));

  const videos = split.roles.get('videos');
  const before = videos?.pid;
  await videos?.restart();
  assert.notEqual(videos?.pid, before);

  const running = [...split.roles.values()].map((role) => role.pid ?? 0);
  const since = performance.now();
  await split.stop();
  assert.ok(performance.now() - since < 10_000, 'stopping took longer than ten seconds');
  assert.deepEqual(running.filter(isAlive), []);
});
