import assert from 'node:assert/strict';
import { childrenOf, isAlive } from '../processes.ts';
import { scenario } from '../scenario.ts';
import { kinoraEvents } from './parked-events.ts';

scenario(
  'each role is a process of its own, and all end in order within ten seconds when the first one is asked to',
  async (platform) => {
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

    assert.equal((await kinoraEvents(platform, 'parked')).out, 'No event is parked.\n');
    const { code, err } = await kinoraEvents(platform, 'replay', '--all');
    assert.equal(code, 2);
    assert.match(err, /^No server works on this data: start it first, .*\n$/);
  },
  { alone: true },
);
