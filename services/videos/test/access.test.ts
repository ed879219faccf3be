import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

test('a private video is not found by others, and an unlisted one is in no list', async () => {
  const { call, makeFilm, service } = videos;
  const owner = await service.token();
  const secret = await makeFilm(owner, { visibility: 'private' });
  const unlisted = await makeFilm(owner, { visibility: 'unlisted' });
  const stranger = await service.token();
  for (const token of [undefined, stranger]) {
    assert.equal((await call(token, 'GET', `/videos/${secret}`)).status, 404);
    assert.equal((await call(token, 'GET', `/videos/${unlisted}`)).status, 200);
    for (const [method, body] of [
      ['PATCH', { title: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      assert.equal((await call(token, method, `/videos/${secret}`, body)).status, token ? 404 : 401);
      assert.equal((await call(token, method, `/videos/${unlisted}`, body)).status, token ? 404 : 401);
    }
  }
  const { body } = await call<{ items: { id: string }[] }>(undefined, 'GET', '/videos?limit=100');
  assert.ok(!body.items.some(({ id }) => id === secret || id === unlisted));
});

test('a narrower rule is taken over by playback before the answer', async () => {
  const { call, make, rules, service } = videos;
  const owner = await service.token();
  const video = await make(owner);
  await call(owner, 'PATCH', `/videos/${video}`, { visibility: 'private' });
  assert.deepEqual(
    rules.filter(({ videoId }) => videoId === video).map(({ accessVersion }) => accessVersion),
    [2n],
  );
  assert.equal((await call(owner, 'DELETE', `/videos/${video}`)).status, 204);
  assert.ok(rules.some(({ videoId, deleted }) => videoId === video && deleted));
  assert.equal((await call(owner, 'GET', `/videos/${video}`)).status, 404);
});

test('who may download is part of the rule of access, and the files are named after the title', async () => {
  const { call, make, rules, service } = videos;
  const token = await service.token();
  const title = 'Wasser & "Licht" = 水';
  const video = await make(token, { title });
  const change = async (body: object) => {
    const answer = await call<{ downloadsAllowed: boolean; downloads: { url: string; sizeBytes: number }[] }>(
      token,
      'PATCH',
      `/videos/${video}`,
      body,
    );
    return answer.body;
  };
  const told = () =>
    rules.filter(({ videoId }) => videoId === video).map(({ accessVersion, downloads }) => [accessVersion, downloads]);
  assert.equal((await change({})).downloadsAllowed, false);
  const allowed = await change({ downloadsAllowed: true });
  assert.equal(allowed.downloadsAllowed, true);
  await change({ downloadsAllowed: true, title });
  await change({ downloadsAllowed: false });
  assert.deepEqual(told(), [
    [2n, true],
    [3n, false],
  ]);
  const [download] = allowed.downloads;
  const url = new URL(download?.url ?? '', service.url);
  assert.deepEqual(
    [url.pathname, url.searchParams.get('name'), download?.sizeBytes],
    ['/media/key/download/360p.mp4', title, 5 * 2 ** 32],
  );
  const other = await call(await service.token(), 'PATCH', `/videos/${video}`, { downloadsAllowed: true });
  assert.equal(other.status, 404);
});

test('while playback is away a deletion is under way, and lists still answer', async () => {
  const { away, call, make, service } = videos;
  const owner = await service.token();
  const video = await make(owner);
  away.add('playback');
  try {
    const { status, body } = await call(owner, 'DELETE', `/videos/${video}`);
    assert.equal(status, 202);
    assert.deepEqual(body, { withdrawal: 'under_way' });
    assert.equal((await call(undefined, 'GET', '/videos')).status, 200);
  } finally {
    away.delete('playback');
  }
});
