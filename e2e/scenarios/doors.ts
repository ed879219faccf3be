import assert from 'node:assert/strict';
import type { Client, VideoDetail } from '@kinora/sdk';
import {
  eventually,
  makeFilm,
  type Person,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
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

scenario('a video of members plays for who is on its list, until they are taken off it', async (platform, step) => {
  const [owner, friend, guest, stranger] = await Promise.all([
    registerAccount(platform),
    registerAccount(platform),
    registerAccount(platform),
    registerAccount(platform),
  ]);
  const { client } = owner;
  const list = await client.viewerLists.create('Crew');
  const { id } = await uploadFilm(client, await makeFilm(), { title: TITLE, visibility: 'private' });
  await waitForState(client, id, 'ready');
  await client.videos.update(id, { visibility: 'members', viewerListId: list.id });
  const address = `${platform.url}/api/v1/videos/${id}`;
  await step('a list takes addresses and handles as they are pasted, and tells of no account', async () => {
    const [channel] = await friend.client.channels.mine();
    const pasted = `Guest <${guest.email.toUpperCase()}>, nobody@example.org; @${channel?.handle}\nno address\n@nobody-at-all`;
    assert.deepEqual(await client.viewerLists.add(list.id, pasted), {
      added: 3,
      wrong: ['no address', '@nobody-at-all'],
    });
    assert.equal((await client.viewerLists.add(list.id, guest.email)).added, 0);
    const names = (await client.viewerLists.people(list.id)).map(({ name }) => name);
    assert.deepEqual(names, [`@${channel?.handle}`, guest.email, 'nobody@example.org'].sort());
    assert.deepEqual(
      (await client.viewerLists.list()).map(({ people, videos }) => ({ people, videos })),
      [{ people: 3, videos: 1 }],
    );
  });
  const playing = async (who: Person) => {
    let video: VideoDetail | undefined;
    await eventually('it plays', async () => {
      video = await who.client.videos.get(id);
      return video.playback !== null;
    });
    assert.ok(video);
    return video;
  };
  await step('who is not on it is told nothing, nor who has not proved an address', async () => {
    for (const as of [{}, { client: stranger.client }, { client: guest.client }]) {
      for (const path of ['', '/captions', '/captions/en'])
        await assertProblem(await request(`${address}${path}`, as), 404, 'videos.not_found');
      await assertProblem(await request(`${address}/grants`, { ...as, method: 'POST', json: { password: 'x' } }), 404);
    }
    for (const path of [`/watch/${id}`, `/embed/${id}`, '/feed.xml'])
      assert.ok(!(await (await fetch(platform.url + path)).text()).includes(TITLE), path);
  });
  let videos: { friend: VideoDetail; guest: VideoDetail } | undefined;
  const sharedWith = async (who: Person) => (await who.client.videos.shared()).items.map((item) => item.id);
  await step('who is on it finds it among what is shared with them, and nobody else does', async () => {
    assert.deepEqual(await sharedWith(friend), [id]);
    for (const other of [owner, guest, stranger]) assert.deepEqual(await sharedWith(other), []);
    await platform.query('update identity.accounts set email_verified_at = now() where id = $1', [guest.account.id]);
    // Without having opened its address.
    const [item] = (await guest.client.videos.shared()).items;
    assert.deepEqual([item?.id, item?.title, item?.visibility], [id, TITLE, 'members']);
    assert.equal(await statusOf(request(`${platform.url}${item?.thumbnailUrl}`)), 200);
    await client.videos.update(id, { visibility: 'private' });
    for (const who of [friend, guest]) assert.deepEqual(await sharedWith(who), []);
    await client.videos.update(id, { visibility: 'members' });
  });
  await step('who is on it watches: by a handle at once, by an address that was proved', async () => {
    videos = { friend: await playing(friend), guest: await playing(guest) };
    for (const video of Object.values(videos)) {
      assert.equal(video.viewerListId, null, 'which list it is remains the owner’s');
      assert.equal(video.canEdit, false);
      await assertPlays(platform, video);
    }
    const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1, event: 'progress' };
    const media = videos.guest.playback?.hlsUrl;
    assert.equal(await statusOf(post(`${address}/beacons`, { ...beacon, media }, guest.client)), 204);
    await assertProblem(await post(`${address}/beacons`, beacon, stranger.client), 404);
    assert.ok(!(await guest.client.videos.list({ limit: 100 })).items.some((item) => item.id === id));
    const claimed = await client.viewerLists.people(list.id);
    assert.ok(
      claimed.every((person) => Object.keys(person).length === 2),
      'who has come is not told',
    );
  });
  assert.ok(videos);
  const given = videos;
  await step('who is taken off it is refused at once, and nobody else', async () => {
    const people = await client.viewerLists.people(list.id);
    const person = people.find(({ name }) => name === guest.email);
    assert.ok(person);
    await client.viewerLists.remove(list.id, person.id);
    for (const url of filesOf(platform, given.guest)) assert.equal(await statusOf(request(url)), 404, url);
    await assertPlays(platform, given.friend);
    await assertPlays(platform, await client.videos.get(id));
    await assertProblem(await request(address, { client: guest.client }), 404, 'videos.not_found');
    assert.deepEqual([await sharedWith(guest), await sharedWith(friend)], [[], [id]]);
  });
  await step('lists are their owner’s alone', async () => {
    const foreign = stranger.client;
    for (const attempt of [
      () => foreign.viewerLists.people(list.id),
      () => foreign.viewerLists.add(list.id, stranger.email),
      () => foreign.viewerLists.rename(list.id, 'Mine'),
      () => foreign.viewerLists.delete(list.id),
      () => foreign.videos.create({ title: 'Mine', visibility: 'members', viewerListId: list.id }),
    ])
      await assert.rejects(attempt, { code: 'videos.list_not_found' });
  });
  await step('with its list, a video becomes private', async () => {
    await client.viewerLists.delete(list.id);
    const { visibility, viewerListId } = await client.videos.get(id);
    assert.deepEqual({ visibility, viewerListId }, { visibility: 'private', viewerListId: null });
    await assertEnded(platform, given.friend);
    await assertProblem(await request(address, { client: friend.client }), 404, 'videos.not_found');
    assert.deepEqual(await sharedWith(friend), []);
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
