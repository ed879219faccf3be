import assert from 'node:assert/strict';
import type { TestPlatform } from '@kinora/testing';
import { childrenOf, isAlive } from '../processes.ts';

/** Each role is a process of its own, and all end within ten seconds when the first one is asked to. */
export async function assertEndsInOrder(platform: TestPlatform): Promise<void> {
  const pids = [platform.serverPid, ...(await childrenOf(platform))];
  assert.equal(new Set(pids).size, platform.shape === 'one' ? 2 : platform.processes.length + 2);
  assert.deepEqual(
    pids.filter((pid) => !isAlive(pid)),
    [],
  );
  const since = performance.now();
  await platform.halt();
  assert.ok(performance.now() - since < 10_000, 'it took longer than ten seconds');
  assert.deepEqual(pids.filter(isAlive), []);
}
