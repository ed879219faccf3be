import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { type Comment, startInteractions } from './start-interactions.ts';

let alone: Awaited<ReturnType<typeof startInteractions>>;
let owner: string;
let ann: string;
let bob: string;
before(async () => {
  alone = await startInteractions();
  owner = await alone.service.token({ accountId: alone.owner });
  ann = await alone.service.token({ accountId: newId() });
  bob = await alone.service.token({ accountId: newId() });
});
after(() => alone?.service.stop());

const list = async (videoId: string, token = '', query = '') =>
  (await alone.call(token, 'GET', `/videos/${videoId}/comments${query}`)).body;
const texts = (items: Comment[]) => items.map(({ text }) => text);

test('people comment and answer; an answer to an answer stays in the thread', async () => {
  const videoId = newId();
  const first = (await alone.say(ann, videoId, '  What is at 1:30?\r\nAnd who is @ann?  ')).body;
  assert.deepEqual([first.text, first.state, first.mine], ['What is at 1:30?\nAnd who is @ann?', 'shown', true]);
  assert.deepEqual(first.mentions, [{ handle: 'ann', channelId: 'channel-of-ann-account' }]);
  const answer = (await alone.say(owner, videoId, 'A whale', first.id)).body;
  assert.deepEqual([answer.parentId, answer.byCreator, answer.author?.channelId], [first.id, true, alone.channelId]);
  const third = (await alone.say(bob, videoId, 'No, a seal', answer.id)).body;
  assert.equal(third.parentId, first.id);
  const page = await list(videoId);
  assert.deepEqual([texts(page.items), page.total, page.items[0]?.replies], [[first.text], 3, 2]);
  const replies = (await alone.call('', 'GET', `/comments/${first.id}/replies`)).body;
  assert.deepEqual(texts(replies.items), ['A whale', 'No, a seal']);
});

test('what is not there cannot be answered, and nothing empty is said', async () => {
  const [videoId, elsewhere] = [newId(), newId()];
  const { id } = (await alone.say(ann, elsewhere, 'Here')).body;
  assert.equal((await alone.say(ann, videoId, 'To that', id)).body.code, 'interactions.comment_not_found');
  assert.equal((await alone.say(ann, videoId, 'To nothing', newId())).status, 404);
  assert.equal((await alone.say(ann, videoId, ' \n ')).body.code, 'kernel.validation_failed');
  const quiet = newId();
  alone.silent.add(quiet);
  assert.equal((await alone.say(ann, quiet, 'Hello?')).body.code, 'interactions.comments_off');
  assert.equal((await alone.say(owner, quiet, 'Hello!')).status, 201);
});

test('the same key writes one comment, however often it is sent', async () => {
  const videoId = newId();
  const send = () =>
    alone.call(ann, 'POST', `/videos/${videoId}/comments`, { text: 'Once' }, { 'idempotency-key': 'k1' });
  const [first, second] = [await send(), await send()];
  assert.equal(first.body.id, second.body.id);
  assert.equal((await list(videoId)).total, 1);
});

test('those who most like come first, or the newest; pages hold each comment once', async () => {
  const videoId = newId();
  const ids: string[] = [];
  for (let index = 0; index < 7; index++) ids.push((await alone.say(ann, videoId, `Comment ${index}`)).body.id);
  for (const [index, id] of ids.entries())
    if (index % 2) await alone.call(bob, 'PUT', `/comments/${id}/reaction`, { reaction: 'like' });
  const read = async (sort: string) => {
    const seen: string[] = [];
    for (let query = `?sort=${sort}&limit=3`; ; ) {
      const page = await list(videoId, bob, query);
      seen.push(...texts(page.items));
      if (!page.nextCursor) return seen;
      query = `?limit=3&cursor=${encodeURIComponent(page.nextCursor)}`;
      const other = await alone.call('', 'GET', `/videos/${newId()}/comments${query}`);
      assert.equal(other.body.code, 'kernel.cursor_invalid');
    }
  };
  assert.deepEqual(
    await read('top'),
    [5, 3, 1, 6, 4, 2, 0].map((index) => `Comment ${index}`),
  );
  assert.deepEqual(
    await read('newest'),
    [6, 5, 4, 3, 2, 1, 0].map((index) => `Comment ${index}`),
  );
  const [top] = (await list(videoId, bob)).items;
  assert.deepEqual([top?.likes, top?.myReaction, (await list(videoId)).items[0]?.myReaction], [1, 'like', null]);
});

test('whoever wrote a comment changes it, deletes it with its answers, and brings it back', async () => {
  const videoId = newId();
  const { id } = (await alone.say(ann, videoId, 'Fisrt')).body;
  await alone.say(bob, videoId, 'You mean first', id);
  assert.equal(
    (await alone.call(bob, 'PATCH', `/comments/${id}`, { text: 'Mine' })).body.code,
    'interactions.not_yours',
  );
  const edited = (await alone.call(ann, 'PATCH', `/comments/${id}`, { text: 'First' })).body;
  assert.ok(edited.text === 'First' && edited.editedAt);
  assert.equal((await alone.call(bob, 'DELETE', `/comments/${id}`)).body.code, 'interactions.not_yours');
  assert.equal((await alone.call(ann, 'DELETE', `/comments/${id}`)).status, 204);
  assert.deepEqual((await list(videoId)).total, 0);
  assert.equal((await alone.call('', 'GET', `/comments/${id}/replies`)).status, 404);
  assert.equal((await alone.say(bob, videoId, 'Too late', id)).status, 404);
  assert.equal((await alone.call(bob, 'POST', `/comments/${id}/restoration`)).status, 404);
  assert.equal((await alone.call(ann, 'POST', `/comments/${id}/restoration`)).body.state, 'shown');
  assert.equal((await list(videoId)).total, 2);
});

test('one comment is pinned, hearts are given, by those who make the video and nobody else', async () => {
  const videoId = newId();
  const [one, two] = [(await alone.say(ann, videoId, 'One')).body, (await alone.say(bob, videoId, 'Two')).body];
  assert.equal((await alone.call(ann, 'PUT', `/comments/${one.id}/pin`)).body.code, 'interactions.not_allowed');
  await alone.call(owner, 'PUT', `/comments/${two.id}/pin`);
  await alone.call(owner, 'PUT', `/comments/${one.id}/pin`);
  await alone.call(owner, 'PUT', `/comments/${two.id}/heart`);
  const { items } = await list(videoId, '', '?sort=newest');
  assert.deepEqual(
    items.map(({ text, pinned, hearted }) => [text, pinned, hearted]),
    [
      ['One', true, false],
      ['Two', false, true],
    ],
  );
  const answer = (await alone.say(ann, videoId, 'Three', one.id)).body;
  assert.equal((await alone.call(owner, 'PUT', `/comments/${answer.id}/pin`)).body.code, 'interactions.not_pinnable');
  await alone.call(ann, 'DELETE', `/comments/${one.id}`);
  assert.deepEqual(texts((await list(videoId)).items), ['Two']);
});

test('a hundred answers and deletions at once leave as many as are counted', async () => {
  const videoId = newId();
  const { id } = (await alone.say(ann, videoId, 'Go')).body;
  const said = await Promise.all(Array.from({ length: 60 }, (_, index) => alone.say(bob, videoId, `${index}`, id)));
  await Promise.all([
    ...said.slice(0, 30).map(({ body }) => alone.call(bob, 'DELETE', `/comments/${body.id}`)),
    ...Array.from({ length: 40 }, (_, index) => alone.say(ann, videoId, `More ${index}`, id)),
    alone.call(ann, 'PUT', `/comments/${id}/reaction`, { reaction: 'like' }),
  ]);
  const page = await list(videoId);
  assert.deepEqual([page.total, page.items[0]?.replies, page.items[0]?.likes], [71, 70, 1]);
});

test('a comment of a video that one may not see is not there, whatever is asked of it', async () => {
  const videoId = newId();
  const friend = newId();
  alone.seenBy.set(videoId, [friend, alone.owner]);
  const token = await alone.service.token({ accountId: friend });
  const { id } = (await alone.say(token, videoId, 'Between us')).body;
  const stranger = await alone.service.token({ accountId: newId() });
  for (const [method, path, body] of [
    ['GET', ''],
    ['PATCH', '', { text: 'x' }],
    ['DELETE', ''],
    ['GET', '/replies'],
    ['PUT', '/reaction', { reaction: 'like' }],
    ['DELETE', '/reaction'],
    ['PUT', '/pin'],
    ['DELETE', '/pin'],
    ['PUT', '/heart'],
    ['DELETE', '/heart'],
    ['POST', '/approval'],
    ['POST', '/removal'],
    ['POST', '/restoration'],
    ['POST', '/author-block'],
  ] as const) {
    const answer = await alone.call(stranger, method, `/comments/${id}${path}`, body);
    assert.deepEqual([path, answer.body.code], [path, 'interactions.comment_not_found']);
  }
});

test('nobody writes more than so many comments in a minute', async () => {
  const few = await startInteractions({ COMMENTS_PER_MINUTE: '3' });
  try {
    const token = await few.service.token();
    const videoId = newId();
    for (let index = 0; index < 3; index++) assert.equal((await few.say(token, videoId, `${index}`)).status, 201);
    const fourth = await few.say(token, videoId, 'Too much');
    assert.deepEqual([fourth.status, fourth.body.code], [429, 'interactions.too_many']);
  } finally {
    await few.service.stop();
  }
});
