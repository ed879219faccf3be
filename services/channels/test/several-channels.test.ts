import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import { fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import { channels } from '../src/index.ts';

interface Channel {
  id: string;
  handle: string;
  code?: string;
}

let service: ServiceAlone<unknown>;
before(async () => {
  const videos = fakePeer('videos', VideosService, { countVideos: () => ({ counts: {} }) });
  service = await startServiceAlone({ service: channels, peers: [videos] });
});
after(() => service?.stop());

async function ask(token: string, method: string, path: string, json?: unknown) {
  const answer = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Channel & { items: Channel[] } };
}
const someone = () => service.token({ accountId: newId() });
const handle = () => `h${newId().slice(-12)}`;

async function make(token: string, wish = handle()): Promise<Channel> {
  const { status, body } = await ask(token, 'POST', '/channels', { name: 'Another', handle: wish });
  assert.equal(status, 201, body.code);
  return body;
}
const found = async (token: string, wish: string) => (await ask(token, 'GET', `/channels/@${wish}`)).body.id;
const rename = (token: string, id: string, wish: string) => ask(token, 'PATCH', `/channels/${id}`, { handle: wish });

test('a former handle leads to its channel, is nobody else’s, and its channel may go back to it', async () => {
  const [owner, other] = [await someone(), await someone()];
  const [first, second] = [handle(), handle()];
  const channel = await make(owner, first);
  assert.equal((await rename(owner, channel.id, second)).status, 200);
  assert.equal(await found(other, first.toUpperCase()), channel.id);
  const made = await ask(other, 'POST', '/channels', { name: 'Mine', handle: first });
  assert.deepEqual([made.status, made.body.code], [409, 'channels.handle_taken']);
  const theirs = await make(other);
  assert.equal((await rename(other, theirs.id, first.toUpperCase())).body.code, 'channels.handle_taken');
  assert.equal((await rename(owner, channel.id, first)).status, 200);
  assert.equal(await found(other, second), channel.id, 'the one in between leads there, too');
});

test('the handle of a deleted channel is kept for its owner', async () => {
  const [owner, other] = [await someone(), await someone()];
  const wish = handle();
  const channel = await make(owner, wish);
  assert.equal((await ask(owner, 'DELETE', `/channels/${channel.id}`)).status, 204);
  assert.equal((await ask(other, 'GET', `/channels/@${wish}`)).status, 404);
  assert.equal((await ask(other, 'POST', '/channels', { name: 'Mine', handle: wish })).status, 409);
  assert.equal((await make(owner, wish)).handle, wish);
});

test('an account takes ten handles in a month, in whatever way, and another spelling of one is none', async () => {
  const owner = await someone();
  const channel = await make(owner);
  assert.equal((await rename(owner, channel.id, channel.handle.toUpperCase())).status, 200);
  for (let taken = 1; taken < 10; taken++) assert.equal((await rename(owner, channel.id, handle())).status, 200);
  const renamed = await rename(owner, channel.id, handle());
  assert.deepEqual([renamed.status, renamed.body.code], [429, 'channels.handle_changed_often']);
  const made = await ask(owner, 'POST', '/channels', { name: 'Eleventh', handle: handle() });
  assert.equal(made.body.code, 'channels.handle_changed_often');
});

test('of those who take a handle at the same moment one gets it', async () => {
  const wish = handle();
  const people = await Promise.all(Array.from({ length: 6 }, someone));
  const answers = await Promise.all(
    people.map((token) => ask(token, 'POST', '/channels', { name: 'Mine', handle: wish })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
});

test('the only channel stays, one of another is not there, and another becomes the first one', async () => {
  const [owner, other] = [await someone(), await someone()];
  const [first] = (await ask(owner, 'GET', '/me/channels')).body.items;
  const theirs = await make(other);
  assert.ok(first);
  const remove = async (token: string, path: string) => (await ask(token, 'DELETE', `/channels/${path}`)).body.code;
  assert.equal(await remove(owner, first.id), 'channels.last_one');
  const second = await make(owner);
  assert.equal(await remove(other, first.id), 'channels.not_found');
  assert.equal(await remove(owner, `${first.id}?videosTo=${theirs.id}`), 'channels.not_found');
  assert.equal(await remove(owner, `${first.id}?videosTo=${first.id}`), 'channels.not_found');
  assert.equal(await remove(owner, `${first.id}?videosTo=${second.id}`), undefined);
  const left = (await ask(owner, 'GET', '/me/channels')).body.items;
  assert.deepEqual(
    left.map(({ id }) => id),
    [second.id],
  );
});
