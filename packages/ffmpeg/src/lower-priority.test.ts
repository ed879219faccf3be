import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { lowerPriority } from './lower-priority.ts';

test('a process and its session get less of the processors', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    lowerPriority(pid, 10);
    assert.equal(getPriority(pid), 10);
    const autogroup = `/proc/${pid}/autogroup`;
    if (existsSync(autogroup)) assert.match(readFileSync(autogroup, 'utf8'), / nice 10$/m);
  } finally {
    child.kill();
  }
});

test('a process that has ended is no reason to fail', async () => {
  const child = spawn('true', { detached: true, stdio: 'ignore' });
  await once(child, 'exit');
  lowerPriority(child.pid ?? 0, 10);
});
