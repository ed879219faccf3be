import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  auditPlatform,
  eventually,
  makeFilm,
  readPublishedHls,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf, withoutOwnWorkers } from '../administrator.ts';
import { mediaUrl } from '../http.ts';
import { scenario } from '../scenario.ts';
import { WorkerProcess } from '../worker-process.ts';

const tasks = (platform: TestPlatform, videoId: string) =>
  platform.query<{ kind: string; state: string }>(
    'select t.kind, t.state from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id where j.video_id = $1',
    [videoId],
  );

scenario(
  'workers elsewhere make the film, whichever of them is killed, until their token is revoked',
  async (platform) => {
    const { client } = await administratorOf(platform);
    const left = await withoutOwnWorkers(platform, (own) => assertWorkersElsewhere(platform, own));
    await waitForState(client, left, 'ready');
  },
  { alone: true },
);

/** Answers a film that these workers have begun and not ended. */
async function assertWorkersElsewhere(platform: TestPlatform, own: ReadonlySet<string>): Promise<string> {
  const { client } = await administratorOf(platform);
  const { id: tokenId, token } = await client.admin.createWorkerToken('far away');
  const directory = join(platform.dataDir, 'elsewhere');
  await mkdir(directory);
  await using started = new AsyncDisposableStack();
  const start = (name: string) => {
    return started.use(new WorkerProcess({ url: platform.url, name, token, directory }));
  };

  const { id } = await uploadFilm(client, await makeFilm());
  await eventually('there is something to do', async () => (await tasks(platform, id)).length > 0);

  const first = start('first');
  await eventually('it is in the middle', async () =>
    (await tasks(platform, id)).some(({ kind, state }) => kind === 'chunk' && state === 'leased'),
  );
  await first.kill('SIGKILL');
  const left = (await tasks(platform, id)).filter(({ state }) => state !== 'done');
  assert.ok(left.length > 0, 'it left something to do');
  // The same as waiting for the end of its lease.
  await platform.query(`update transcoding.tasks set lease_until = now() where state = 'leased'`);

  const second = start('second');
  const video = await waitForState(client, id, 'ready');
  const published = await readPublishedHls(mediaUrl(platform, video.playback?.hlsUrl));
  assert.equal(published.variants.length, 2);
  await platform.settle();
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
  const workers = (await client.admin.workers()).filter(({ id }) => !own.has(id));
  assert.deepEqual(workers.map(({ name }) => name).sort(), ['first', 'second']);
  const chunks = (await tasks(platform, id)).filter(({ kind }) => kind === 'chunk');
  assert.ok(chunks.length >= 3 && chunks.every(({ state }) => state === 'done'));

  const known = async () => (await client.admin.workerTokens()).find(({ id }) => id === tokenId);
  assert.equal((await known())?.name, 'far away');
  const { id: another } = await uploadFilm(client, await makeFilm());
  await eventually('it works', async () => (await tasks(platform, another)).some(({ state }) => state === 'leased'));
  await client.admin.revokeWorkerToken(tokenId);
  const given = await tasks(platform, another);
  assert.ok(given.length > 0 && given.every(({ state }) => state !== 'leased'), 'what it held waits for others');
  assert.equal(await second.ended(), 1, second.said);
  assert.match(second.said, /does not take this token: it was revoked, .*\n$/);
  assert.equal(await known(), undefined);
  const [folder = ''] = await readdir(directory);
  assert.deepEqual(await readdir(join(directory, folder)), [], 'nothing stays, of the killed one either');
  return another;
}
