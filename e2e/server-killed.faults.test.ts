import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, startPlatform } from '@kinora/testing';
import { childrenOf, isAlive } from './processes.ts';

for (const shape of ['one', 'split'] as const) {
  test(`nothing outlives a server that was killed, in the shape ${shape}: neither its roles nor the database`, {
    timeout: 60_000,
  }, async () => {
    await using platform = await startPlatform({ shape });
    const pids = await childrenOf(platform);
    assert.ok(pids.every((pid) => pid > 0 && isAlive(pid)));
    process.kill(platform.serverPid, 'SIGKILL');
    await eventually('all have ended', async () => !pids.some(isAlive), { timeoutMs: 15_000 });
  });
}
