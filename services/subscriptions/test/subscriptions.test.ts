import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { VideoPublishedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { SubscriptionsContext } from '../src/context.ts';
import { subscriptions } from '../src/index.ts';

const owner = newId();
/** Channels that nobody sees any more. */
const hidden = new Set<string>();
/** What the feed was asked for last. */
let asked: { channelIds: string[]; limit: number } | undefined;
let service: ServiceAlone<SubscriptionsContext>;
before(async () => {
  const channels = fakePeer('channels', ChannelsService, {
    getChannels: ({ ids }) => ({
      channels: ids
        .filter((id) => id.length === 22 && !hidden.has(id))
        .map((id) => ({ id, handle: 'ann', name: 'Ann', ownerAccountId: owner })),
    }),
  });
  const videos = fakePeer('videos', VideosService, {
    listNewest: (request) => {
      asked = request;
      return { cards: [], next: { publishedAt: '2026-01-01T00:00:00.000Z', id: 'x' } };
    },
  });
  service = await startServiceAlone({ service: subscriptions, peers: [channels, videos] });
});
after(() => service?.stop());

interface Answer {
  subscribed: boolean;
  bell: string | null;
  subscribers: number;
  code?: string;
}
async function call(token: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}
const follow = (token: string, channelId: string, bell?: string) =>
  call(token, 'PUT', `/channels/${channelId}/subscription`, bell ? { bell } : {});
const leave = (token: string, channelId: string) => call(token, 'DELETE', `/channels/${channelId}/subscription`);

test('somebody follows a channel, is told of it in another way, and leaves it', async () => {
  const channelId = newId();
  const token = await service.token();
  assert.deepEqual((await follow(token, channelId)).body, {
    channelId,
    subscribed: true,
    bell: 'personalised',
    subscribers: 1,
  });
  assert.equal((await follow(token, channelId, 'all')).body.subscribers, 1);
  const seen = await call('', 'GET', `/channels/${channelId}/subscription`);
  assert.deepEqual([seen.body.subscribed, seen.body.subscribers], [false, 1]);
  const own = await call(token, 'GET', `/channels/${channelId}/subscription`);
  assert.deepEqual([own.body.subscribed, own.body.bell], [true, 'all']);
  assert.equal((await leave(token, channelId)).body.subscribers, 0);
  assert.equal((await leave(token, channelId)).body.subscribers, 0);
});

test('one hundred who come and go at once leave as many rows as are counted', async () => {
  const channelId = newId();
  const tokens = await Promise.all(Array.from({ length: 100 }, () => service.token({ accountId: newId() })));
  await Promise.all(tokens.map((token) => follow(token, channelId)));
  await Promise.all(
    tokens.flatMap((token, index) =>
      index % 2 ? [leave(token, channelId)] : [leave(token, channelId), follow(token, channelId)],
    ),
  );
  const followers = await service.context.subscriptions.followers({
    channelId,
    bells: [],
    afterAccountId: '',
    limit: 1000,
  });
  assert.equal(await service.context.subscriptions.countOf(channelId), followers.length);
});

test('nobody follows their own channel, one that is not there, or with a bell that does not exist', async () => {
  const token = await service.token({ accountId: owner });
  assert.equal((await follow(token, newId())).body.code, 'subscriptions.own_channel');
  assert.equal((await follow(await service.token(), 'nowhere')).status, 404);
  assert.equal((await follow(await service.token(), newId(), 'loud')).body.code, 'kernel.validation_failed');
});

test('a channel that is hidden now is left like any other, and is not listed', async () => {
  const channelId = newId();
  const token = await service.token();
  await follow(token, channelId);
  hidden.add(channelId);
  const list = (await call(token, 'GET', '/me/subscriptions')).body as unknown as { items: unknown[] };
  assert.deepEqual(list.items, []);
  assert.equal((await leave(token, channelId)).body.subscribed, false);
});

test('the list pages through all that is followed, the latest first, and says where something is new', async () => {
  const token = await service.token();
  const ids = Array.from({ length: 5 }, newId);
  for (const id of ids) await follow(token, id);
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const page = (await call(token, 'GET', `/me/subscriptions?limit=2${cursor}`)).body as unknown as {
      items: { channel: { id: string }; isNew: boolean }[];
      nextCursor: string | null;
    };
    seen.push(...page.items.map(({ channel }) => channel.id));
    assert.ok(page.items.every(({ isNew }) => !isNew));
    if (!page.nextCursor) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    assert.equal((await call(await service.token(), 'GET', `/me/subscriptions?limit=2${cursor}`)).status, 400);
  }
  assert.deepEqual(seen, ids.toReversed());
  const [first = ''] = ids;
  await service.tell({
    type: VideoPublishedSchema.typeName,
    producer: 'videos',
    id: newId(),
    payload: toBinary(VideoPublishedSchema, create(VideoPublishedSchema, { videoId: newId(), channelId: first })),
  });
  const newOnes = async () => {
    const { items } = (await call(token, 'GET', '/me/subscriptions')).body as unknown as {
      items: { channel: { id: string }; isNew: boolean }[];
    };
    return items.filter(({ isNew }) => isNew).map(({ channel }) => channel.id);
  };
  await eventually('the channel has something new', async () => (await newOnes()).join() === first);
  await call(token, 'POST', '/me/subscriptions/visits');
  assert.deepEqual(await newOnes(), []);
});

test('the feed is made of the channels that are followed, and its cursor belongs to one account', async () => {
  const token = await service.token();
  const channelId = newId();
  await follow(token, channelId);
  const page = (await call(token, 'GET', '/me/subscriptions/videos?limit=7')).body as unknown as { nextCursor: string };
  assert.deepEqual([asked?.channelIds, asked?.limit], [[channelId], 7]);
  const next = `/me/subscriptions/videos?cursor=${encodeURIComponent(page.nextCursor)}`;
  assert.equal((await call(token, 'GET', next)).status, 200);
  assert.equal((await call(await service.token(), 'GET', next)).status, 400);
});

test('a deleted channel has no followers, and takes none', async () => {
  const channelId = newId();
  const token = await service.token();
  await follow(token, channelId);
  await service.tell({
    type: ChannelDeletedSchema.typeName,
    producer: 'channels',
    id: channelId,
    payload: toBinary(ChannelDeletedSchema, create(ChannelDeletedSchema, { channelId })),
  });
  const rows = () => service.context.subscriptions.followers({ channelId, bells: [], afterAccountId: '', limit: 10 });
  await eventually('its rows are gone', async () => (await rows()).length === 0);
  assert.equal((await follow(token, channelId)).status, 404);
  assert.deepEqual(await rows(), []);
});

test('who deletes their account follows nobody, and is not counted', async () => {
  const channelId = newId();
  const accountId = newId();
  await follow(await service.token({ accountId }), channelId);
  await follow(await service.token(), channelId);
  await service.tell({
    type: AccountDeletedSchema.typeName,
    producer: 'identity',
    id: accountId,
    payload: toBinary(AccountDeletedSchema, create(AccountDeletedSchema, { accountId })),
  });
  await eventually('one follows it', async () => (await service.context.subscriptions.countOf(channelId)) === 1);
});
