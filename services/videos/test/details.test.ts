import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { VideosContext } from '../src/context.ts';
import { indexOldTags } from '../src/index-old-tags.ts';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

interface List {
  items: { id: string }[];
  nextCursor: string | null;
}

const idsOf = async (query: string) => {
  const { body } = await videos.call<List>(undefined, 'GET', `/videos?${query}`);
  return body.items.map(({ id }) => id);
};

test('what is said about a video is kept, in canonical form, and what says nothing is refused', async () => {
  const { call, make, service } = videos;
  const owner = await service.token();
  const plain = (await call(owner, 'GET', `/videos/${await make(owner)}`)).body;
  assert.deepEqual(
    [plain.category, plain.language, plain.licence, plain.commentsAllowed, plain.mature],
    [null, null, 'all-rights-reserved', true, false],
  );
  const details = { category: 'music', licence: 'cc-by-sa', commentsAllowed: false, mature: true };
  const id = await make(owner, { ...details, language: 'pt-br', downloadsAllowed: true });
  const { body } = await call(owner, 'GET', `/videos/${id}`);
  for (const [name, value] of Object.entries({ ...details, language: 'pt-BR', downloadsAllowed: true })) {
    assert.equal(body[name], value, name);
  }
  const changed = await call(owner, 'PATCH', `/videos/${id}`, {
    category: null,
    language: null,
    licence: 'cc0',
    commentsAllowed: true,
    mature: false,
  });
  assert.equal(changed.status, 200);
  assert.deepEqual(
    ['category', 'language', 'licence', 'commentsAllowed', 'mature'].map((name) => changed.body[name]),
    [null, null, 'cc0', true, false],
  );
  for (const wrong of [{ category: 'none' }, { language: 'no language' }, { licence: 'mine' }, { mature: 'yes' }]) {
    assert.equal((await call(owner, 'PATCH', `/videos/${id}`, wrong)).status, 422, JSON.stringify(wrong));
  }
});

test('a tag finds public videos however it is written, and a page further on is of the same tag', async () => {
  const { call, make, makeFilm, service } = videos;
  const owner = await service.token();
  const first = await makeFilm(owner, { tags: ['Sea  Ice', 'oars'] });
  const second = await makeFilm(owner, { tags: ['ＳＥＡ ice'] });
  await makeFilm(owner, { tags: ['sea'] });
  await makeFilm(owner, { tags: ['sea ice'], visibility: 'unlisted' });
  await make(owner, { tags: ['sea ice'] });
  for (const written of ['sea ice', ' SEA ICE ', 'ｓｅａ   ice']) {
    assert.deepEqual(await idsOf(`tag=${encodeURIComponent(written)}`), [second, first], written);
  }
  const { body } = await call<List>(undefined, 'GET', '/videos?tag=sea%20ice&limit=1');
  assert.deepEqual(await idsOf(`limit=5&cursor=${encodeURIComponent(body.nextCursor ?? '')}`), [first]);
  // What was kept for those who asked before is not what is answered after the change.
  await call(owner, 'PATCH', `/videos/${second}`, { tags: ['oars'] });
  assert.deepEqual(await idsOf('tag=sea%20ice'), [first]);
  assert.deepEqual(await idsOf('tag=OARS'), [second, first]);
});

test('a category lists its own, also page by page', async () => {
  const { call, makeFilm, service } = videos;
  const owner = await service.token();
  const made: string[] = [];
  for (let count = 0; count < 3; count++) made.unshift(await makeFilm(owner, { category: 'vehicles' }));
  await makeFilm(owner, { category: 'food' });
  assert.deepEqual(await idsOf('category=vehicles'), made);
  const { body } = await call<List>(undefined, 'GET', '/videos?category=vehicles&limit=1&sort=popular');
  assert.equal((await idsOf(`cursor=${encodeURIComponent(body.nextCursor ?? '')}`)).length, 2);
  assert.equal((await call(undefined, 'GET', '/videos?category=none')).status, 422);
});

test('tags are suggested by how many public videos have them, as most write them; no sign stands for others', async () => {
  const { call, make, makeFilm, service } = videos;
  const owner = await service.token();
  for (const tag of ['Xylophone', 'Xylophone', 'xylophone', 'xylem', '100%']) await makeFilm(owner, { tags: [tag] });
  await make(owner, { tags: ['xylitol'] });
  await makeFilm(owner, { tags: ['xylography'], visibility: 'private' });
  const suggest = async (prefix: string) => {
    const { body } = await call<{ items: unknown[] }>(undefined, 'GET', `/tags?prefix=${encodeURIComponent(prefix)}`);
    return body.items;
  };
  assert.deepEqual(await suggest('XYL'), [
    { tag: 'Xylophone', videos: 3 },
    { tag: 'xylem', videos: 1 },
  ]);
  assert.deepEqual(await suggest('100%'), [{ tag: '100%', videos: 1 }]);
  for (const nothing of ['%', '_', 'x%e', '\\', ' ']) assert.deepEqual(await suggest(nothing), [], nothing);
});

test('tags that a release wrote which kept no list of them are found after a while', async () => {
  const { database, makeFilm, service } = videos;
  const owner = await service.token();
  const id = await makeFilm(owner);
  await database.query
    .updateTable('videos')
    .set({ tags: ['Long ago'] })
    .where('id', '=', id)
    .execute();
  assert.deepEqual(await idsOf('tag=long%20ago&sort=popular'), []);
  // As its loop does now and then.
  assert.equal(await indexOldTags(service.context as VideosContext), false);
  assert.deepEqual(await idsOf('tag=long%20ago'), [id]);
});
