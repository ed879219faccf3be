import assert from 'node:assert/strict';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario('a video becomes public at its time, and not when its owner thinks better of it', async (platform) => {
  const { client } = await registerAccount(platform);
  const visitor = await registerAccount(platform);
  const film = await makeFilm({ seconds: 6 });
  const ids = await Promise.all(
    ['At its time', 'Never'].map(async (title) => {
      const { id } = await uploadFilm(client, film, { title, visibility: 'private' });
      await waitForState(client, id, 'ready');
      return id;
    }),
  );
  const [timely = '', never = ''] = ids;
  const past = new Date(Date.now() - 1000).toISOString();
  await assert.rejects(client.videos.update(timely, { publishAt: past }), { code: 'videos.time_is_past' });
  const at = Date.now() + 2500;
  for (const id of ids) {
    const { publishAt, visibility } = await client.videos.update(id, { publishAt: new Date(at).toISOString() });
    assert.deepEqual([publishAt, visibility], [new Date(at).toISOString(), 'private']);
  }
  await client.videos.update(never, { publishAt: null });
  await assertProblem(await request(`${platform.url}/api/v1/videos/${timely}`), 404);
  const video = await eventually('it is public, and plays', async () => {
    const seen = await visitor.client.videos.get(timely).catch(() => undefined);
    return seen?.playback ? seen : undefined;
  });
  assert.ok(Date.now() >= at, 'not before its time');
  assert.deepEqual([video.visibility, video.publishAt], ['public', null]);
  assert.ok(Date.parse(video.publishedAt ?? '') >= at);
  assert.equal(await statusOf(request(mediaUrl(platform, video.playback?.hlsUrl))), 200);
  const { items } = await visitor.client.videos.list({ limit: 100 });
  assert.ok(items.some(({ id }) => id === timely));
  assert.ok(!items.some(({ id }) => id === never));
  await assertProblem(await request(`${platform.url}/api/v1/videos/${never}`, { client: visitor.client }), 404);
});
