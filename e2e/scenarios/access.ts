import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import type { VideoDetail } from '@kinora/sdk';
import {
  eventually,
  makeFilm,
  type Person,
  readPublishedHls,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

/** CONTRACTS.md's bound for "at once", on every path of ours. */
const WITHDRAWN_WITHIN_MS = 3000;

scenario('a video is seen by whom its rule says, whatever the rule becomes', async (platform, step) => {
  const owner = await registerAccount(platform);
  const { id } = await uploadFilm(owner.client, await makeFilm(), { visibility: 'private' });
  await waitForState(owner.client, id, 'ready');
  await step('a private video is seen by its owner alone', () => assertPrivate(platform, owner, id));
  await owner.client.videos.update(id, { visibility: 'public' });
  await step('what becomes private ends its addresses at once, and unlisted is found by its address only', () =>
    assertNarrows(platform, owner, id),
  );
  await owner.client.videos.update(id, { visibility: 'public' });
  await step('what is deleted is gone when the answer comes, its files soon after', () =>
    assertGone(platform, owner, id),
  );
});

async function assertPrivate(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  const stranger = await registerAccount(platform);
  const video = await owner.client.videos.get(id);
  const hlsUrl = mediaUrl(platform, video.playback?.hlsUrl);
  const [, key = '', token = ''] = /\/media\/([^/]+)\/([^/]+)\/master\.m3u8$/.exec(hlsUrl) ?? [];
  assert.ok(token, 'private media carry a token');
  assert.ok(video.playback?.expiresAt, 'which ends');
  const published = await readPublishedHls(hlsUrl);
  assert.ok(published.variants.length >= 2);

  const paths = [
    'master.m3u8',
    'manifest.mpd',
    '360p/index.m3u8',
    '360p/init.mp4',
    '360p/0.m4s',
    'audio/0.m4s',
    'poster.jpg',
    'storyboard.vtt',
    'storyboard/0.jpg',
    'download/360p.mp4',
    'download/audio.m4a',
  ];
  const forged = [...variantsOf(token), 'x', ''];
  for (const path of paths) {
    assert.equal(
      await statusOf(request(`${platform.url}/media/${key}/${token}/${path}`)),
      200,
      `${path} for the owner`,
    );
    assert.equal(await statusOf(request(`${platform.url}/media/${key}/${path}`)), 404, `${path} without a token`);
    for (const other of forged) {
      const status = await statusOf(request(`${platform.url}/media/${key}/${other}/${path}`));
      assert.equal(status, 404, `${path} with ${other}`);
    }
  }
  for (const who of [stranger.client, undefined]) {
    const as = who ? { client: who } : {};
    const api = `${platform.url}/api/v1/videos/${id}`;
    await assertProblem(await request(api, as), 404, 'videos.not_found');
    const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1, event: 'progress' };
    await assertProblem(await request(`${api}/beacons`, { ...as, method: 'POST', json: beacon }), 404);
    assert.ok(
      !(await (who ?? owner.client).videos.list({ limit: 100 })).items.some((item) => item.id === id),
      'not listed',
    );
  }
  for (const [method, path] of [
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/processing'],
  ] as const) {
    const body = method === 'PATCH' ? { json: { title: 'mine now' } } : {};
    const answer = await request(`${platform.url}/api/v1/videos/${id}${path}`, {
      client: stranger.client,
      method,
      ...body,
    });
    await assertProblem(answer, 404, 'videos.not_found');
  }
  assert.equal((await owner.client.videos.get(id)).title, 'A film');
}

async function assertNarrows(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  const video = await owner.client.videos.get(id);
  const urls = await mediaOf(platform, video);
  await assertAll(urls, [200]);

  await owner.client.videos.update(id, { visibility: 'unlisted' });
  const unlisted = await owner.client.videos.get(id);
  await assertWithdrawn(urls);
  await assertAll(await mediaOf(platform, unlisted), [200]);
  assert.ok(!(await owner.client.videos.list({ limit: 100 })).items.some((item) => item.id === id));
  assert.equal((await request(`${platform.url}/api/v1/videos/${id}`)).status, 200);

  const open = await mediaOf(platform, unlisted);
  await owner.client.videos.update(id, { visibility: 'private' });
  await assertWithdrawn(open);
  await assertProblem(await request(`${platform.url}/api/v1/videos/${id}`), 404);
  await assertAll(await mediaOf(platform, await owner.client.videos.get(id)), [200]);
}

async function assertGone(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  const video = await owner.client.videos.get(id);
  const urls = await mediaOf(platform, video);
  await assertAll(urls, [200]);
  const answer = await owner.client.videos.delete(id);
  if (answer.withdrawal === 'done') await assertAll(urls, [410]);
  await assertWithdrawn(urls, [410]);
  await assertProblem(await request(`${platform.url}/api/v1/videos/${id}`, { client: owner.client }), 404);
  assert.deepEqual((await owner.client.videos.mine()).items, []);
  await eventually('its files are gone', async () => {
    const left = await Promise.all(
      [`sources/${id}`, `videos/${id}`].map((path) => isThere(`${platform.dataDir}/blobs/${path}`)),
    );
    return left.every((there) => !there);
  });
}

scenario('deleting while it is processed stops the work', async (platform) => {
  const owner = await registerAccount(platform);
  const { id } = await uploadFilm(owner.client, await makeFilm({ seconds: 24, videoCodec: 'mpeg4' }), {});
  await eventually('tasks run', async () => {
    const rows = await platform.query(
      `select 1 from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id where j.video_id = $1 and t.state = 'leased'`,
      [id],
    );
    return rows.length > 0;
  });
  await owner.client.videos.delete(id);
  await eventually('the job is cancelled', async () => {
    const [job] = await platform.query<{ state: string; open: number }>(
      `select j.state, (select count(*) from transcoding.tasks t where t.job_id = j.id and t.state in ('ready', 'leased'))::int as open
       from transcoding.jobs j where j.video_id = $1`,
      [id],
    );
    return job?.state === 'cancelled' && job.open === 0;
  });
});

async function mediaOf(platform: TestPlatform, video: VideoDetail): Promise<string[]> {
  const base = mediaUrl(platform, video.playback?.hlsUrl).replace('master.m3u8', '');
  return [
    'master.m3u8',
    'manifest.mpd',
    '360p/index.m3u8',
    '360p/init.mp4',
    '360p/1.m4s',
    'audio/1.m4s',
    'poster.jpg',
  ].map((path) => base + path);
}

async function assertAll(urls: string[], statuses: number[]): Promise<void> {
  for (const url of urls) {
    const status = await statusOf(request(url));
    assert.ok(statuses.includes(status), `${url} answers ${status}`);
  }
}

async function assertWithdrawn(urls: string[], statuses = [404, 410]): Promise<void> {
  await eventually(
    'the old addresses have ended',
    async () => {
      for (const url of urls) if (!statuses.includes(await statusOf(request(url)))) return false;
      return true;
    },
    { timeoutMs: WITHDRAWN_WITHIN_MS },
  );
}

/** The token with one part changed, for each part and each end of it. */
function variantsOf(token: string): string[] {
  const other = (char: string) => (char === 'a' ? 'b' : 'a');
  return token
    .split('.')
    .flatMap((part, index, parts) => [
      parts.with(index, other(part.charAt(0)) + part.slice(1)).join('.'),
      parts.with(index, part.slice(0, -1) + other(part.slice(-1))).join('.'),
    ]);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
