import assert from 'node:assert/strict';
import type { Client, VideoDetail } from '@kinora/sdk';
import { eventually, makeFilm, registerAccount, type TestPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

/** CONTRACTS.md's bound for "at once", on every path of ours. */
const WITHDRAWN_WITHIN_MS = 3000;
const PASSWORD = 'open sesame';
const TITLE = 'A film behind a door';

scenario('a video with a password plays for whoever knows it, until it is changed', async (platform, step) => {
  const [owner, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const { id } = await uploadFilm(owner.client, await makeFilm(), {
    title: TITLE,
    visibility: 'password',
    password: PASSWORD,
    downloadsAllowed: true,
  });
  await owner.client.captions.create(id, { language: 'en', file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nIce\n' });
  await waitForState(owner.client, id, 'ready');
  const address = `${platform.url}/api/v1/videos/${id}`;
  await step('others are told nothing of it, neither here nor in what links to it', () =>
    assertSilent(platform, id, [undefined, stranger.client]),
  );
  let opened: { video: VideoDetail; grant: string } | undefined;
  await step('the right password opens it for twelve hours, logged in or not', async () => {
    await assertProblem(await post(`${address}/grants`, { password: 'open barley' }), 403, 'videos.wrong_password');
    opened = await openBy(platform, id, PASSWORD);
    assert.equal(opened.video.title, TITLE);
    await assertPlays(platform, opened.video);
    assert.equal((await stranger.client.videos.get(id, undefined, opened.grant)).title, TITLE);
    const captions = await request(`${address}/captions/en`, { headers: { 'video-grant': opened.grant } });
    assert.match(await captions.text(), /Ice/);
    assert.ok(opened.video.downloads.length > 0);
    for (const { url } of opened.video.downloads) assert.equal(await statusOf(request(platform.url + url)), 200);
  });
  assert.ok(opened);
  const { video, grant } = opened;
  await step('a grant that was changed, or was bought for another video, opens nothing', async () => {
    const other = await owner.client.videos.create({ title: 'Other', visibility: 'password', password: PASSWORD });
    for (const one of [...variantsOf(grant), 'x', ''])
      await assertProblem(await request(address, { headers: { 'video-grant': one } }), 403, 'videos.password_needed');
    const there = await request(`${platform.url}/api/v1/videos/${other.id}`, { headers: { 'video-grant': grant } });
    await assertProblem(there, 403, 'videos.password_needed');
  });
  await step('views count for those who watch, and for nobody else', async () => {
    const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1, event: 'progress' };
    await assertProblem(await post(`${address}/beacons`, beacon), 404);
    const media = video.playback?.hlsUrl;
    const [, , key = '', token = ''] = media?.split('/') ?? [];
    for (const forged of [`/media/${key}/master.m3u8`, `/media/${key}/${token.slice(0, -1)}/x`, 'x'])
      await assertProblem(await post(`${address}/beacons`, { ...beacon, media: forged }), 404);
    assert.equal(await statusOf(post(`${address}/beacons`, { ...beacon, media })), 204);
  });
  await step('another password ends what the old one opened', async () => {
    await owner.client.videos.update(id, { password: 'another one' });
    await assertEnded(platform, video);
    await assertProblem(await request(address, { headers: { 'video-grant': grant } }), 403, 'videos.password_needed');
    await assertProblem(await post(`${address}/grants`, { password: PASSWORD }), 403, 'videos.wrong_password');
    await assertPlays(platform, (await openBy(platform, id, 'another one')).video);
    await assertPlays(platform, await owner.client.videos.get(id));
  });
  await step('ten wrong ones from one address close it there for a while', async () => {
    const { id: guessed } = await owner.client.videos.create({
      title: 'Guessed',
      visibility: 'password',
      password: PASSWORD,
    });
    const guess = (password: string) => post(`${platform.url}/api/v1/videos/${guessed}/grants`, { password });
    // At once: those that are looked at are counted before they are.
    const answers = await Promise.all(Array.from({ length: 13 }, (_, index) => statusOf(guess(`wrong ${index}`))));
    assert.deepEqual(answers.sort(), [...Array(10).fill(403), ...Array(3).fill(429)]);
    const right = await guess(PASSWORD);
    assert.ok(Number(right.headers.get('retry-after')) > 0);
    await assertProblem(right, 429, 'videos.too_many_attempts');
  });
});

async function assertSilent(platform: TestPlatform, id: string, others: (Client | undefined)[]): Promise<void> {
  for (const client of others) {
    const as = client ? { client } : {};
    for (const path of ['', '/captions', '/captions/en']) {
      const answer = await request(`${platform.url}/api/v1/videos/${id}${path}`, as);
      assert.ok(!(await answer.clone().text()).includes(TITLE));
      await assertProblem(answer, 403, 'videos.password_needed');
    }
    const list = await request(`${platform.url}/api/v1/videos?limit=100`, as);
    assert.ok(!(await list.text()).includes(TITLE));
  }
  for (const path of [`/watch/${id}`, `/embed/${id}`, '/feed.xml'])
    assert.ok(!(await (await fetch(platform.url + path)).text()).includes(TITLE), path);
  const about = encodeURIComponent(`${platform.url}/watch/${id}`);
  assert.equal(await statusOf(fetch(`${platform.url}/api/v1/oembed?url=${about}`)), 404);
}

async function openBy(platform: TestPlatform, id: string, password: string) {
  const address = `${platform.url}/api/v1/videos/${id}`;
  const answer = await post(`${address}/grants`, { password });
  assert.equal(answer.status, 201);
  const { grant, expiresAt } = (await answer.json()) as { grant: string; expiresAt: string };
  const lasts = Date.parse(expiresAt) - Date.now();
  assert.ok(lasts > 11.9 * 3_600_000 && lasts <= 12 * 3_600_000);
  const read = await request(address, { headers: { 'video-grant': grant } });
  assert.equal(read.status, 200);
  return { video: (await read.json()) as VideoDetail, grant };
}

const FILES = ['master.m3u8', '360p/index.m3u8', '360p/0.m4s', 'poster.jpg', 'storyboard.vtt'];

function filesOf(platform: TestPlatform, video: VideoDetail): string[] {
  const base = mediaUrl(platform, video.playback?.hlsUrl).replace('master.m3u8', '');
  return FILES.map((path) => base + path);
}

/** With the token that it was told with, and not by the key alone. */
async function assertPlays(platform: TestPlatform, video: VideoDetail): Promise<void> {
  for (const url of filesOf(platform, video)) {
    assert.equal(await statusOf(request(url)), 200, url);
    const bare = url.replace(/(\/media\/[^/]+)\/[^/]+\//, '$1/');
    assert.equal(await statusOf(request(bare)), 404, bare);
  }
}

async function assertEnded(platform: TestPlatform, video: VideoDetail): Promise<void> {
  await eventually(
    'the old addresses have ended',
    async () => {
      for (const url of filesOf(platform, video)) if ((await statusOf(request(url))) !== 410) return false;
      return true;
    },
    { timeoutMs: WITHDRAWN_WITHIN_MS },
  );
}

function post(url: string, json: unknown, client?: Client): Promise<Response> {
  return request(url, { method: 'POST', json, ...(client ? { client } : {}) });
}

/** With one part changed, for each part and each end of it. */
function variantsOf(token: string): string[] {
  const other = (char: string) => (char === '1' ? '2' : '1');
  return token
    .split('.')
    .flatMap((part, index, parts) => [
      parts.with(index, other(part.charAt(0)) + part.slice(1)).join('.'),
      parts.with(index, part.slice(0, -1) + other(part.slice(-1))).join('.'),
    ]);
}
