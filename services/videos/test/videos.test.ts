import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

const fail = (id: string, edition: string) =>
  videos.service.tell({
    id,
    type: ProcessingFailedSchema.typeName,
    producer: 'transcoding',
    payload: toBinary(
      ProcessingFailedSchema,
      create(ProcessingFailedSchema, { videoId: id, edition, code: 'corrupt', message: 'The file is damaged.' }),
    ),
  });

test('a draft says where to upload, with and without a known size', async () => {
  const { call, service } = videos;
  const token = await service.token();
  const urlOf = async (file: object) => {
    const { body } = await call<{ upload?: { url: string } }>(token, 'POST', '/videos', { title: 'Water', ...file });
    return body.upload?.url ?? '';
  };
  assert.match(await urlOf({ fileName: 'a.mp4', sizeBytes: 5 }), /^\/api\/v1\/uploads\/.{22}$/);
  assert.equal(await urlOf({}), '/api/v1/uploads');
});

test('a film that plays and has not said how long it is has no length yet, and its chapters', async () => {
  const { call, make, play, service } = videos;
  const owner = await service.token();
  const id = await make(owner, { description: '0:00 Ropes\n0:05 The slip\n0:10 Oars' });
  const read = async () => {
    const { body } = await call<{ state: string; durationMs: number | null; chapters: unknown[] }>(
      owner,
      'GET',
      `/videos/${id}`,
    );
    return { state: body.state, durationMs: body.durationMs, chapters: body.chapters.length };
  };
  const edition = newId();
  await play(id, { edition, durationMs: 0n });
  await eventually('it plays', async () => (await read()).state === 'ready');
  assert.deepEqual(await read(), { state: 'ready', durationMs: null, chapters: 3 });
  await play(id, { edition, durationMs: 12_000n });
  await eventually('it says how long it is', async () => (await read()).durationMs === 12_000);
});

test('what failed does not play again by a word that was on its way, and what plays does not fail by an old one', async () => {
  const { call, make, play, service } = videos;
  const owner = await service.token();
  const id = await make(owner);
  const read = async () =>
    (await call<{ state: string; failure: unknown; version: number }>(owner, 'GET', `/videos/${id}`)).body;
  const isListed = async () => {
    const { body } = await call<{ items: { id: string }[] }>(undefined, 'GET', '/videos?limit=100');
    return body.items.some((item) => item.id === id);
  };
  const [first, second, third] = [newId(1), newId(2), newId(3)];
  // Events of one key are heard in their order, so the last one stands for all.
  const heard = (version: number) => eventually('all of it is heard', async () => (await read()).version === version);
  await play(id, { edition: first });
  await heard(2);
  assert.ok(await isListed());
  await fail(id, second);
  await play(id, { edition: first });
  await play(id, { edition: second });
  await play(id, { edition: '' });
  // Only what counts makes a new version, so the end of these is seen by an event that does.
  await fail(id, second);
  await heard(4);
  assert.equal((await read()).state, 'failed');
  assert.equal(await isListed(), false);

  await play(id, { edition: third });
  await fail(id, second);
  await play(id, { edition: third });
  await heard(6);
  const { state, failure } = await read();
  assert.deepEqual([state, failure], ['ready', null]);
  assert.ok(await isListed());
});

test('the same Idempotency-Key makes one video; with another request it is refused', async () => {
  const { ask, service } = videos;
  const owner = await service.token();
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const put = (title: string) => ask(owner, 'POST', '/videos', { body: { title }, headers });
  const first = (await (await put('Once')).json()) as { id: string };
  const again = await put('Once');
  assert.equal(again.status, 201);
  assert.equal(((await again.json()) as { id: string }).id, first.id);
  assert.equal((await put('Twice')).status, 422);
});

test('an unchanged video answers 304', async () => {
  const { ask, call, make, service } = videos;
  const owner = await service.token();
  const path = `/videos/${await make(owner)}`;
  const etag = (await ask(owner, 'GET', path)).headers.get('etag') ?? '';
  const again = () => ask(owner, 'GET', path, { headers: { 'if-none-match': etag } });
  assert.equal((await again()).status, 304);
  await call(owner, 'PATCH', path, { title: 'Second water' });
  assert.equal((await again()).status, 200);
});

test('fields that nobody may set and fields that are too long are refused', async () => {
  const { call, service } = videos;
  const owner = await service.token();
  for (const body of [
    { title: '' },
    { title: 'x'.repeat(101) },
    { title: 'x', tags: Array(21).fill('t') },
    { title: 'x', views: 10 },
    { title: 'x', visibility: 'everyone' },
  ]) {
    assert.equal((await call(owner, 'POST', '/videos', body)).status, 422, JSON.stringify(body).slice(0, 60));
  }
  const polluted = await fetch(`${service.url}/api/v1/videos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' },
    body: '{"title":"x","__proto__":{"admin":true}}',
  });
  assert.equal(polluted.status, 400);
});

test('nothing is put into a channel that was deleted a moment ago, nor into one after it', async () => {
  const { call, channel, service } = videos;
  const token = await service.token();
  const usual = channel.id;
  try {
    channel.id = newId();
    const next = newId();
    const tell = (channelId: string, videosTo: string) =>
      service.tell({
        id: channelId,
        type: ChannelDeletedSchema.typeName,
        producer: 'channels',
        payload: toBinary(ChannelDeletedSchema, create(ChannelDeletedSchema, { channelId, videosTo })),
      });
    const put = () => call(token, 'POST', '/videos', { title: 'Late' });
    const listed = async () =>
      (await call<{ items: unknown[] }>(token, 'GET', `/me/videos?channel=${next}`)).body.items.length;
    await tell(channel.id, next);
    assert.equal((await put()).status, 201);
    await eventually('it is where the others go', async () => (await listed()) === 1);
    await tell(next, '');
    await eventually('it is refused', async () => (await put()).body.code === 'videos.channel_not_yours');
    await eventually('what was there is deleted', async () => (await listed()) === 0);
  } finally {
    channel.id = usual;
  }
});
