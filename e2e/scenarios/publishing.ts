import assert from 'node:assert/strict';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario('drafts begin with a template, and are found, published and deleted together', async (platform) => {
  const { client } = await registerAccount(platform);
  const visitor = (await registerAccount(platform)).client;
  const film = await makeFilm({ seconds: 6 });
  const first = await uploadFilm(client, film, {
    title: 'Weekly one',
    visibility: 'private',
    description: 'Each **week**.',
    tags: ['weekly'],
    category: 'education',
    language: 'de',
    licence: 'cc-by',
    commentsAllowed: false,
  });
  const template = await client.videos.createTemplate({ name: 'Weekly', videoId: first.id });
  const second = await uploadFilm(client, film, { ...template.settings, title: 'Weekly two' });
  const draft = await client.videos.create({ ...template.settings, title: 'Another' });
  const ids = [first.id, second.id];
  for (const id of ids) await waitForState(client, id, 'ready');
  const { description, tags, category, licence, visibility } = await client.videos.get(second.id);
  assert.deepEqual(
    [description, tags, category, licence, visibility],
    ['Each **week**.', ['weekly'], 'education', 'cc-by', 'private'],
  );

  const found = await client.videos.mine({ title: 'weekly', visibility: 'private', state: 'ready', sort: 'title' });
  assert.deepEqual(
    found.items.map(({ id }) => id),
    [second.id, first.id],
  );
  await eventually('what all of them take is what the account keeps', async () => {
    const [{ items }, { usedBytes }] = await Promise.all([client.videos.mine(), client.uploads.storage()]);
    const sum = items.reduce((bytes, { storedBytes }) => bytes + (storedBytes ?? Number.NaN), 0);
    return usedBytes > 0 && sum === usedBytes;
  });
  const largest = await client.videos.mine({ sort: 'size' });
  assert.equal(largest.items.at(-1)?.id, draft.id, 'without a file it takes nothing');

  const others = await visitor.videos.changeMany(ids, { visibility: 'public' });
  assert.ok(others.every(({ outcome }) => outcome === 'refused'));
  const results = await client.videos.changeMany([...ids, draft.id], { visibility: 'public', addTags: ['harbour'] });
  assert.ok(results.every(({ outcome }) => outcome === 'done'));
  const listed = async () => (await visitor.videos.list({ tag: 'harbour' })).items.map(({ id }) => id);
  assert.deepEqual((await listed()).sort(), [...ids].sort());
  const { playback } = await visitor.videos.get(second.id);
  assert.equal(await statusOf(request(mediaUrl(platform, playback?.hlsUrl))), 200);

  const deleted = await client.videos.deleteMany([...ids, draft.id]);
  assert.ok(deleted.every(({ outcome }) => outcome === 'done'));
  assert.deepEqual(await listed(), []);
  assert.equal(await statusOf(request(mediaUrl(platform, playback?.hlsUrl))), 410);
});
