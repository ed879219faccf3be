import assert from 'node:assert/strict';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const SECRETS = ['master.m3u8', 'manifest.mpd', '360p/index.m3u8', '360p/0.m4s', 'storyboard.vtt', 'captions/en.vtt'];
const CAPTIONS = 'WEBVTT\n\n00:00.000 --> 00:01.000\nIce\n';

scenario(
  'a premiere is announced to all, plays for nobody before its time, and begins for all at once',
  async (platform, step) => {
    const [owner, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
    const { client } = owner;
    const film = await makeFilm({ seconds: 3 });
    const { id } = await uploadFilm(client, film, {
      title: 'A premiere',
      visibility: 'private',
      downloadsAllowed: true,
    });
    await client.captions.create(id, { language: 'en', file: CAPTIONS });
    await waitForState(client, id, 'ready');
    const address = `${platform.url}/api/v1/videos/${id}`;
    const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
    const [{ handle } = { handle: '' }] = await client.channels.mine();
    const listed = async () =>
      (await stranger.client.videos.premieres({ channel: `@${handle}` })).map((video) => video.id);

    await step('only a private video that was never public has one, and only with a time', async () => {
      const refused = (change: object, code: string) => assert.rejects(client.videos.update(id, change), { code });
      await refused({ premiere: true }, 'videos.premiere_without_time');
      await refused({ premiere: true, publishAt: inAMinute(), visibility: 'unlisted' }, 'videos.premiere_not_private');
      const shown = await uploadFilm(client, film, { title: 'Shown before', visibility: 'public' });
      await waitForState(client, shown.id, 'ready');
      await assert.rejects(
        client.videos.update(shown.id, { visibility: 'private', premiere: true, publishAt: inAMinute() }),
        { code: 'videos.premiere_was_public' },
      );
      assert.equal((await client.videos.get(id)).premiere, null);
    });

    let picture = '';
    await step('all see its page, its picture and its time, and nothing of the film', async () => {
      const startsAt = inAMinute();
      const mine = await client.videos.update(id, { premiere: true, publishAt: startsAt });
      assert.deepEqual(mine.premiere, { startsAt, startedAt: null });
      await eventually('it is listed', async () => (await listed()).includes(id));
      const seen = await eventually('its picture is there', async () => {
        const video = await stranger.client.videos.get(id);
        return video.thumbnailUrl ? video : undefined;
      });
      assert.partialDeepStrictEqual(seen, { title: 'A premiere', playback: null, downloads: [], previewUrl: null });
      assert.deepEqual(seen.premiere, { startsAt, startedAt: null });
      picture = mediaUrl(platform, seen.thumbnailUrl);
      assert.equal(await statusOf(request(picture)), 200);
      const folder = picture.replace(/[^/]+$/, '');
      for (const file of [...SECRETS, 'poster.jpg/../360p/0.m4s', 'download/360p.mp4', 'download/audio.m4a'])
        assert.equal(await statusOf(request(folder + file)), 404, file);
      for (const path of ['/captions', '/captions/en']) await assertProblem(await request(address + path), 404);
      const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1, event: 'progress' };
      await assertProblem(await request(`${address}/beacons`, { method: 'POST', json: beacon }), 404);
      assert.ok(!(await stranger.client.videos.list({ limit: 100 })).items.some((video) => video.id === id));
      const page = await (await request(`${platform.url}/watch/${id}`)).text();
      assert.match(page, /property="og:title" content="A premiere"/);
      // Whoever made it watches as before.
      const own = await client.videos.get(id);
      assert.equal(await statusOf(request(mediaUrl(platform, own.playback?.hlsUrl))), 200);
    });

    await step('called off, its page and its picture are gone', async () => {
      const { premiere, publishAt } = await client.videos.update(id, { premiere: false });
      assert.equal(premiere, null);
      assert.ok(publishAt, 'it is still published at that time');
      await assertProblem(await request(address, { client: stranger.client }), 404, 'videos.not_found');
      await eventually('its picture has ended', async () => (await statusOf(request(picture))) === 410);
      await eventually('it is not listed', async () => !(await listed()).includes(id));
      await client.videos.update(id, { premiere: true });
      // Open by another door it would have been seen before.
      assert.equal((await client.videos.update(id, { visibility: 'unlisted' })).premiere, null);
      await client.videos.update(id, { visibility: 'private' });
    });

    await step('at its time it plays for all, and all know since when', async () => {
      const before = await stranger.client.instance.time();
      assert.ok(Math.abs(before - Date.now()) < 5000);
      const at = Date.now() + 2000;
      await client.videos.update(id, { premiere: true, publishAt: new Date(at).toISOString() });
      const video = await eventually('it plays', async () => {
        const seen = await stranger.client.videos.get(id);
        if (seen.playback === null) assert.equal(seen.premiere?.startedAt, null);
        return seen.playback ? seen : undefined;
      });
      assert.equal(video.premiere?.startsAt, new Date(at).toISOString());
      const startedAt = Date.parse(video.premiere?.startedAt ?? '');
      assert.ok(startedAt >= at && startedAt < at + 3000, `${startedAt - at} ms after its time`);
      assert.equal(await statusOf(request(mediaUrl(platform, video.playback?.hlsUrl))), 200);
      const [first] = (await stranger.client.videos.list({ channel: `@${handle}` })).items;
      assert.equal(first?.premiere?.startedAt, video.premiere?.startedAt);
      await eventually(
        'it is a video like others',
        async () => (await stranger.client.videos.get(id)).premiere === null,
      );
      assert.ok(Date.now() > startedAt + 3000);
    });
  },
);
