import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  auditPlatform,
  eventually,
  makeFilm,
  registerAccount,
  startPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { assertProblem, request } from './http.ts';
import { SmallDisk } from './small-disk.ts';

/** The database alone begins with about 40 MB. */
const DISK_MB = 400;
/** A few of these fit into what is left in files that are there. */
const MOST_WRITES = 2000;

test('a database without any room refuses what it cannot keep, loses nothing, and goes on by itself', {
  timeout: 300_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-full-'));
  try {
    await using disk = await SmallDisk.mount(directory, DISK_MB);
    // No reserve: somebody else has filled the disk to its last byte.
    await using platform = await startPlatform({
      shape: 'one',
      parent: disk.path,
      environment: { STORAGE_RESERVE_BYTES: '0' },
    });
    const { client } = await registerAccount(platform);
    const { id } = await uploadFilm(client, await makeFilm());
    await waitForState(client, id, 'ready');
    await platform.settle();
    await disk.fill(0);

    let kept = '';
    const write = async () => {
      const description = randomBytes(2000).toString('hex');
      const answer = await request(`${platform.url}/api/v1/videos/${id}`, {
        client,
        method: 'PATCH',
        json: { description },
      });
      if (answer.ok) kept = description;
      return answer;
    };
    let answer = await write();
    for (let i = 0; answer.ok && i < MOST_WRITES; i++) answer = await write();
    await assertProblem(answer, 503, 'kernel.unavailable');

    assert.equal((await client.videos.get(id)).description, kept, 'what is there is still shown');
    await disk.empty();
    await eventually('it takes more', async () => (await write()).ok, { timeoutMs: 60_000 });
    assert.equal((await client.videos.get(id)).description, kept);
    const { id: later } = await uploadFilm(client, await makeFilm());
    await waitForState(client, later, 'ready');
    await platform.settle();
    const report = await auditPlatform(platform);
    assert.equal(report.exitCode, 0, report.output);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
