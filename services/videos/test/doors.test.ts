import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { AccountDeletedSchema, AccountUpdatedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

const PASSWORD = 'open sesame';
const codeOf = (answer: { body: Record<string, unknown> }) => answer.body.code;

test('a video opens with a password once it has one, which is kept as a hash and never told', async () => {
  const { call, make, service, database } = videos;
  const owner = await service.token();
  const id = await make(owner);
  const patch = (change: object) => call(owner, 'PATCH', `/videos/${id}`, change);
  assert.equal(codeOf(await patch({ visibility: 'password' })), 'videos.password_missing');
  assert.equal(codeOf(await patch({ password: PASSWORD })), 'videos.password_unused');
  assert.equal((await patch({ visibility: 'password', password: 'short' })).status, 422);
  for (const [fields, code] of [
    [{ visibility: 'password' }, 'videos.password_missing'],
    [{ visibility: 'public', password: PASSWORD }, 'videos.password_unused'],
  ] as const)
    assert.equal(codeOf(await call(owner, 'POST', '/videos', { title: 'Water', ...fields })), code);

  const { body } = await patch({ visibility: 'password', password: PASSWORD });
  assert.equal(body.hasPassword, true);
  const { password_hash: hash } = await database.query
    .selectFrom('videos')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.match(hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  for (const told of [body, (await call(owner, 'GET', '/me/videos')).body])
    assert.ok(!JSON.stringify(told).includes('argon2') && !JSON.stringify(told).includes(PASSWORD));

  // It is kept while others may watch, and asks again afterwards.
  await patch({ visibility: 'public' });
  assert.equal(
    codeOf(await call(undefined, 'POST', `/videos/${id}/grants`, { password: PASSWORD })),
    'videos.no_password',
  );
  assert.equal((await patch({ visibility: 'password' })).body.visibility, 'password');
  assert.equal((await call(undefined, 'POST', `/videos/${id}/grants`, { password: PASSWORD })).status, 201);

  const kept = await call<{ settings: object }>(owner, 'POST', '/me/video-templates', { name: 'Mine', videoId: id });
  assert.equal((kept.body.settings as { visibility: string }).visibility, 'private', 'a template holds no password');
});

test('an account has fifty lists of five hundred people, each under a name of its own', async () => {
  const { call, service, lists, annId } = videos;
  const owner = await service.token();
  const make = (name: string) => call<{ id: string }>(owner, 'POST', '/me/viewer-lists', { name });
  const [first, ...rest] = await Promise.all(Array.from({ length: 50 }, (_, index) => make(`List ${index}`)));
  assert.ok(first && [first, ...rest].every(({ status }) => status === 201));
  assert.equal((await make('One more')).body.id, undefined);
  const { id } = first.body;
  assert.equal(codeOf(await call(owner, 'PATCH', `/me/viewer-lists/${id}`, { name: 'List 1' })), 'videos.list_exists');
  const add = (people: string) =>
    call<{ added?: number; code?: string }>(owner, 'POST', `/me/viewer-lists/${id}/people`, { people });
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => `person${from + index}@example.org`).join('\n');
  assert.equal((await add(`@ann\n${many(0, 498)}`)).body.added, 499);
  assert.deepEqual(lists.at(-1), [annId], 'addresses stand for nobody yet');
  assert.equal((await add(many(497, 3))).body.code, 'videos.too_many_people');
  assert.equal((await add(many(497, 2))).body.added, 1);
});

test('what is shared with me comes page by page, without what is mine, hidden, deleted or does not play', async () => {
  const { call, make, makeFilm, service, annId } = videos;
  const ownerId = newId();
  const owner = await service.token({ accountId: ownerId });
  const ann = await service.token({ accountId: annId });
  const { body: list } = await call<{ id: string }>(owner, 'POST', '/me/viewer-lists', { name: 'Crew' });
  await call(owner, 'POST', `/me/viewer-lists/${list.id}/people`, { people: '@ann' });
  const toCrew = { visibility: 'members', viewerListId: list.id };
  const films: string[] = [];
  for (let index = 0; index < 4; index++) films.unshift(await makeFilm(owner, toCrew));
  await make(owner, toCrew);
  const { body: own } = await call<{ id: string }>(ann, 'POST', '/me/viewer-lists', { name: 'Me' });
  await call(ann, 'POST', `/me/viewer-lists/${own.id}/people`, { people: '@ann' });
  await makeFilm(ann, { visibility: 'members', viewerListId: own.id });
  interface Shared {
    items: { id: string }[];
    nextCursor: string | null;
  }
  const shared = (search = '', token = ann) => call<Shared>(token, 'GET', `/me/shared-videos${search}`);
  const { body: first } = await shared('?limit=3');
  const cursor = encodeURIComponent(first.nextCursor ?? '');
  const { body: second } = await shared(`?limit=3&cursor=${cursor}`);
  assert.deepEqual(
    [...first.items, ...second.items].map((item) => item.id),
    films,
  );
  assert.equal(second.nextCursor, null);
  const foreign = await shared(`?cursor=${cursor}`, owner);
  assert.deepEqual([foreign.status, codeOf({ body: { ...foreign.body } })], [400, 'kernel.cursor_invalid']);
  const [deleted, hidden, moved] = films;
  await call(owner, 'DELETE', `/videos/${deleted}`);
  await call(owner, 'PATCH', `/videos/${hidden}`, { visibility: 'private' });
  const { body: other } = await call<{ id: string }>(owner, 'POST', '/me/viewer-lists', { name: 'Others' });
  await call(owner, 'PATCH', `/videos/${moved}`, { viewerListId: other.id });
  assert.deepEqual(
    (await shared()).body.items.map((item) => item.id),
    films.slice(3),
  );
  const payload = toBinary(AccountUpdatedSchema, create(AccountUpdatedSchema, { accountId: ownerId, hidden: true }));
  await service.tell({ id: ownerId, producer: 'identity', type: AccountUpdatedSchema.typeName, payload });
  await eventually(
    'what is hidden with its owner is not among it',
    async () => (await shared()).body.items.length === 0,
  );
});

test('with a list, and with an account, goes what it opened', async () => {
  const { call, make, service, annId, lists, away, rules } = videos;
  const [accountId, other] = [newId(), await service.token()];
  const owner = await service.token({ accountId });
  const ann = await service.token({ accountId: annId });
  const list = async (token: string, name: string) => {
    const { body } = await call<{ id: string }>(token, 'POST', '/me/viewer-lists', { name });
    await call(token, 'POST', `/me/viewer-lists/${body.id}/people`, { people: '@ann' });
    return body.id;
  };
  const id = await list(owner, 'Crew');
  const video = await make(owner, { visibility: 'members', viewerListId: id });
  assert.equal((await call(ann, 'GET', `/videos/${video}`)).status, 200);
  assert.equal((await call(other, 'GET', `/videos/${video}`)).status, 404);
  const refused = await call(other, 'PATCH', `/videos/${await make(other)}`, {
    visibility: 'members',
    viewerListId: id,
  });
  assert.equal(codeOf(refused), 'videos.list_not_found');
  const missing = await call(owner, 'PATCH', `/videos/${await make(owner)}`, { visibility: 'members' });
  assert.equal(codeOf(missing), 'videos.list_missing');

  // Playback cannot be reached: the event tells it.
  away.add('playback');
  assert.equal((await call(owner, 'DELETE', `/me/viewer-lists/${id}`)).status, 204);
  away.delete('playback');
  assert.ok(rules.some(({ videoId }) => videoId === video));
  assert.equal((await call(owner, 'GET', `/videos/${video}`)).body.visibility, 'private');
  assert.equal((await call(ann, 'GET', `/videos/${video}`)).status, 404);

  const second = await list(owner, 'Friends');
  const shown = await make(owner, { visibility: 'members', viewerListId: second });
  await leave(annId);
  await eventually('who is gone is on no list', async () => {
    const { body } = await call<{ items: object[] }>(owner, 'GET', `/me/viewer-lists/${second}/people`);
    return body.items.length === 0;
  });
  assert.equal((await call(ann, 'GET', `/videos/${shown}`)).status, 404);
  await leave(accountId);
  await eventually('nor has lists', async () => {
    const { body } = await call<{ items: object[] }>(owner, 'GET', '/me/viewer-lists');
    return body.items.length === 0;
  });
  assert.ok(lists.length > 0);
});

function leave(accountId: string): Promise<void> {
  const payload = toBinary(AccountDeletedSchema, create(AccountDeletedSchema, { accountId }));
  return videos.service.tell({ id: accountId, producer: 'identity', type: AccountDeletedSchema.typeName, payload });
}
