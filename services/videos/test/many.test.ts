import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

interface Results {
  results: { id: string; outcome: string; code?: string }[];
}

const outcomes = ({ results }: Results) => results.map(({ outcome, code }) => code ?? outcome);

test('many videos are changed alike, each for itself, and those of others are not there', async () => {
  const { call, make, rules, service } = videos;
  const owner = await service.token();
  const other = await service.token();
  const full = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
  const ids = [
    await make(owner, { visibility: 'private', tags: ['Ice', 'oars'] }),
    await make(owner, { visibility: 'private', tags: full }),
    await make(other, { visibility: 'private' }),
    newId(),
  ];
  const [first = '', second = '', third = ''] = ids;
  const change = { visibility: 'unlisted', category: 'travel', licence: 'cc0', addTags: ['ICE', 'Fjord'] };
  rules.length = 0;
  const answer = await call<Results>(owner, 'POST', '/videos/bulk', { ids: [...ids, first], change });
  assert.equal(answer.status, 200);
  assert.deepEqual(outcomes(answer.body), ['done', 'videos.too_many_tags', 'videos.not_found', 'videos.not_found']);
  const read = async (token: string, id: string) => {
    const { body } = await call(token, 'GET', `/videos/${id}`);
    return [body.visibility, body.category, body.licence, body.tags];
  };
  assert.deepEqual(await read(owner, first), ['unlisted', 'travel', 'cc0', ['Ice', 'oars', 'Fjord']]);
  // Refused for one thing, nothing else of it is changed.
  assert.deepEqual(await read(owner, second), ['private', null, 'all-rights-reserved', full]);
  assert.deepEqual(await read(other, third), ['private', null, 'all-rights-reserved', []]);
  // Who may see it holds everywhere before it is answered.
  assert.deepEqual(
    rules.map(({ videoId }) => videoId),
    [first],
  );
  const less = { ids: [first, second], change: { removeTags: ['ice', 'TAG 3'] } };
  await call(owner, 'POST', '/videos/bulk', less);
  assert.deepEqual((await call(owner, 'GET', `/videos/${first}`)).body.tags, ['oars', 'Fjord']);
  assert.equal(((await call(owner, 'GET', `/videos/${second}`)).body.tags as string[]).length, 19);
});

test('many are scheduled, moved to no channel of others, and refused where nothing says which', async () => {
  const { call, channel, make, service } = videos;
  const owner = await service.token();
  const ids = [await make(owner, { visibility: 'private' }), await make(owner, { visibility: 'private' })];
  const bulk = (change: object, of: unknown = ids) => call<Results>(owner, 'POST', '/videos/bulk', { ids: of, change });
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  assert.deepEqual(outcomes((await bulk({ publishAt })).body), ['done', 'done']);
  assert.equal((await call(owner, 'GET', `/videos/${ids[1]}`)).body.publishAt, publishAt);
  const past = await bulk({ publishAt: new Date(0).toISOString() });
  assert.deepEqual(outcomes(past.body), ['videos.time_is_past', 'videos.time_is_past']);
  const strange = await bulk({ channelId: newId() });
  assert.deepEqual(outcomes(strange.body), ['videos.channel_not_yours', 'videos.channel_not_yours']);
  assert.deepEqual(outcomes((await bulk({ channelId: channel.id })).body), ['done', 'done']);
  assert.deepEqual(outcomes((await bulk({ visibility: 'public' })).body), ['done', 'done']);
  assert.equal((await call(owner, 'GET', `/videos/${ids[1]}`)).body.publishAt, null, 'it waits for nothing more');
  for (const wrong of [[], Array.from({ length: 101 }, () => newId()), 'all']) {
    assert.equal((await bulk({ mature: true }, wrong)).status, 422);
  }
  assert.equal((await bulk({ title: 'All the same' })).status, 422);
  assert.equal((await bulk({ views: 1 })).status, 422);
});

test('many are deleted, and none of another', async () => {
  const { call, make, rules, service } = videos;
  const owner = await service.token();
  const other = await service.token({ role: 'admin' });
  const ids = [await make(owner), await make(owner), await make(other)];
  rules.length = 0;
  const { body } = await call<Results>(owner, 'POST', '/videos/bulk-deletion', { ids });
  assert.deepEqual(outcomes(body), ['done', 'done', 'videos.not_found']);
  assert.deepEqual(
    rules.map(({ videoId }) => videoId),
    ids.slice(0, 2),
  );
  assert.equal((await call(owner, 'GET', `/videos/${ids[0]}`)).status, 404);
  assert.equal((await call(other, 'GET', `/videos/${ids[2]}`)).status, 200);
});

test('a template has all of a video but what is of one film alone, and is of nobody else', async () => {
  const { call, channel, make, service } = videos;
  const owner = await service.token();
  const settings = {
    description: 'Every **week**.',
    tags: ['ice', 'weekly'],
    visibility: 'unlisted',
    category: 'science',
    language: 'de',
    licence: 'cc-by',
    commentsAllowed: false,
    downloadsAllowed: true,
    mature: true,
  };
  const videoId = await make(owner, settings);
  const create = (token: string, name: string, of = videoId) =>
    call(token, 'POST', '/me/video-templates', { name, videoId: of });
  const made = await create(owner, 'Weekly');
  assert.equal(made.status, 201);
  assert.deepEqual(made.body.settings, { ...settings, channelId: channel.id });
  assert.equal((await create(owner, 'Weekly')).body.code, 'videos.template_exists');
  assert.equal((await create(owner, ' ')).status, 422);

  const other = await service.token();
  assert.equal((await create(other, 'Weekly')).body.code, 'videos.not_found', 'the video is not theirs');
  const list = async (token: string) =>
    (await call<{ items: { name: string }[] }>(token, 'GET', '/me/video-templates')).body.items;
  assert.deepEqual(await list(other), []);
  const path = `/me/video-templates/${made.body.id}`;
  for (const method of ['PATCH', 'DELETE']) {
    const { body } = await call(other, method, path, method === 'PATCH' ? { name: 'Theirs' } : undefined);
    assert.equal(body.code, 'videos.template_not_found', method);
  }
  await create(owner, 'Other');
  assert.equal((await call(owner, 'PATCH', path, { name: 'Other' })).body.code, 'videos.template_exists');
  const plain = await make(owner);
  const changed = await call(owner, 'PATCH', path, { name: 'A plain one', videoId: plain });
  assert.equal((changed.body.settings as { licence: string }).licence, 'all-rights-reserved');
  assert.deepEqual(
    (await list(owner)).map(({ name }) => name),
    ['A plain one', 'Other'],
  );
  assert.equal((await call(owner, 'DELETE', path)).status, 204);
  assert.equal((await call(owner, 'DELETE', path)).status, 404);
});

test('an account has at most fifty templates, however many it asks for at once', async () => {
  const { call, database, make, service } = videos;
  const accountId = newId();
  const owner = await service.token({ accountId });
  const videoId = await make(owner);
  const rows = Array.from({ length: 47 }, (_, index) => ({
    id: newId(),
    account_id: accountId,
    name: `No. ${index}`,
    settings: JSON.stringify({ channelId: newId() }),
  }));
  await database.query.insertInto('video_templates').values(rows).execute();
  const asked = Array.from({ length: 30 }, (_, index) =>
    call(owner, 'POST', '/me/video-templates', { name: `More ${index}`, videoId }),
  );
  const made = (await Promise.all(asked)).filter(({ status }) => status === 201);
  assert.equal(made.length, 3);
  const { body } = await call<{ items: unknown[] }>(owner, 'GET', '/me/video-templates');
  assert.equal(body.items.length, 50);
});
