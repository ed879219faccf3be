import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { VideoPlayableSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { kernelErrors, newId } from '@kinora/kernel';
import { eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import { sql } from 'kysely';
import { videos } from '../src/index.ts';
import type { VideosTables } from '../src/store/tables.ts';

interface Video {
  id: string;
  title: string;
  state: string;
  visibility: string;
  upload?: { url: string };
}

let service: ServiceAlone<unknown>;
let playbackAway = false;
let channel: { id: string; handle: string; name: string; avatarPath: string; version: bigint };
const rules: { videoId: string; deleted: boolean; accessVersion: bigint; downloads: boolean }[] = [];
before(async () => {
  channel = { id: newId(), handle: 'ann', name: 'Ann', avatarPath: '', version: 1n };
  service = await startServiceAlone({
    service: videos,
    peers: [
      fakePeer('channels', ChannelsService, {
        listPublishableChannels: ({ accountId }) => ({ channels: [{ ...channel, ownerAccountId: accountId }] }),
        getChannels: ({ ids }) => ({ channels: ids.map((id) => ({ ...channel, id })) }),
        getChannelByHandle: () => ({}),
      }),
      fakePeer('uploads', UploadsService, {
        createUpload: ({ videoId }) => ({ uploadId: videoId, path: `/api/v1/uploads/${videoId}` }),
        getUploads: () => ({ uploads: [] }),
      }),
      fakePeer('transcoding', TranscodingService, { getProcessing: () => ({ processings: [] }) }),
      fakePeer('playback', PlaybackService, {
        getPlayback: ({ videoIds, withDownloads }) => {
          if (playbackAway) throw kernelErrors.unavailable();
          const downloads = [{ name: '360p', path: '/media/key/download/360p.mp4', sizeBytes: 5n * 2n ** 32n }];
          return { playbacks: withDownloads ? [{ videoId: videoIds[0] ?? '', downloads }] : [] };
        },
        setAccess: ({ rule }) => {
          if (playbackAway) throw kernelErrors.unavailable();
          if (rule) rules.push(rule);
          return {};
        },
      }),
    ],
  });
});
after(() => service?.stop());

const call = async (
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) =>
  fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const make = async (token: string, fields: object = {}) =>
  (await (await call(token, 'POST', '/videos', { title: 'First water', ...fields })).json()) as Video;
const play = (id: string, edition: string = newId(), durationMs = 1000n) =>
  service.tell({
    id,
    type: VideoPlayableSchema.typeName,
    producer: 'playback',
    payload: toBinary(
      VideoPlayableSchema,
      create(VideoPlayableSchema, { videoId: id, edition, durationMs, width: 640, height: 360, complete: true }),
    ),
  });

const fail = (id: string, edition: string) =>
  service.tell({
    id,
    type: ProcessingFailedSchema.typeName,
    producer: 'transcoding',
    payload: toBinary(
      ProcessingFailedSchema,
      create(ProcessingFailedSchema, { videoId: id, edition, code: 'corrupt', message: 'The file is damaged.' }),
    ),
  });

test('a draft says where to upload, with and without a known size', async () => {
  const token = await service.token();
  assert.match(
    (await make(token, { fileName: 'a.mp4', sizeBytes: 5 })).upload?.url ?? '',
    /^\/api\/v1\/uploads\/.{22}$/,
  );
  assert.equal((await make(token)).upload?.url, '/api/v1/uploads');
});

test('a film that plays and has not said how long it is has no length yet, and its chapters', async () => {
  const owner = await service.token();
  const { id } = await make(owner, { description: '0:00 Ropes\n0:05 The slip\n0:10 Oars' });
  const read = async () => {
    const video = (await (await call(owner, 'GET', `/videos/${id}`)).json()) as Video & {
      durationMs: number | null;
      chapters: unknown[];
    };
    return { state: video.state, durationMs: video.durationMs, chapters: video.chapters.length };
  };
  const edition = newId();
  await play(id, edition, 0n);
  await eventually('it plays', async () => (await read()).state === 'ready');
  assert.deepEqual(await read(), { state: 'ready', durationMs: null, chapters: 3 });
  await play(id, edition, 12_000n);
  await eventually('it says how long it is', async () => (await read()).durationMs === 12_000);
});

test('a private video is not found by others, and an unlisted one is in no list', async () => {
  const owner = await service.token();
  const secret = await make(owner, { visibility: 'private' });
  const unlisted = await make(owner, { visibility: 'unlisted' });
  await play(secret.id);
  await play(unlisted.id);
  await eventually('both play', async () => {
    const states = await Promise.all(
      [secret, unlisted].map(
        async ({ id }) => ((await (await call(owner, 'GET', `/videos/${id}`)).json()) as Video).state,
      ),
    );
    return states.every((state) => state === 'ready');
  });
  const stranger = await service.token();
  for (const token of [undefined, stranger]) {
    assert.equal((await call(token, 'GET', `/videos/${secret.id}`)).status, 404);
    assert.equal((await call(token, 'GET', `/videos/${unlisted.id}`)).status, 200);
    for (const [method, body] of [
      ['PATCH', { title: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      assert.equal((await call(token, method, `/videos/${secret.id}`, body)).status, token ? 404 : 401);
      assert.equal((await call(token, method, `/videos/${unlisted.id}`, body)).status, token ? 404 : 401);
    }
  }
  const { items } = (await (await call(undefined, 'GET', '/videos?limit=100')).json()) as { items: Video[] };
  assert.ok(!items.some(({ id }) => id === secret.id || id === unlisted.id));
});

test('what failed does not play again by a word that was on its way, and what plays does not fail by an old one', async () => {
  const owner = await service.token();
  const stateOf = async (id: string) =>
    (await (await call(owner, 'GET', `/videos/${id}`)).json()) as Video & { failure: unknown; version: number };
  const listed = async (id: string) =>
    ((await (await call(undefined, 'GET', '/videos?limit=100')).json()) as { items: Video[] }).items.some(
      (item) => item.id === id,
    );
  const [first, second, third] = [newId(1), newId(2), newId(3)];
  const video = await make(owner);
  // Events of one key are heard in their order, so the last one stands for all.
  const heard = (version: number) =>
    eventually('all of it is heard', async () => (await stateOf(video.id)).version === version);
  await play(video.id, first);
  await heard(2);
  assert.ok(await listed(video.id));
  await fail(video.id, second);
  await play(video.id, first);
  await play(video.id, second);
  await play(video.id, '');
  // Only what counts makes a new version, so the end of these is seen by an event that does.
  await fail(video.id, second);
  await heard(4);
  assert.equal((await stateOf(video.id)).state, 'failed');
  assert.equal(await listed(video.id), false);

  await play(video.id, third);
  await fail(video.id, second);
  await play(video.id, third);
  await heard(6);
  const { state, failure } = await stateOf(video.id);
  assert.deepEqual([state, failure], ['ready', null]);
  assert.ok(await listed(video.id));
});

test('a narrower rule is taken over by playback before the answer', async () => {
  const owner = await service.token();
  const video = await make(owner);
  await call(owner, 'PATCH', `/videos/${video.id}`, { visibility: 'private' });
  assert.deepEqual(
    rules.filter(({ videoId }) => videoId === video.id).map(({ accessVersion }) => accessVersion),
    [2n],
  );
  assert.equal((await call(owner, 'DELETE', `/videos/${video.id}`)).status, 204);
  assert.ok(rules.some(({ videoId, deleted }) => videoId === video.id && deleted));
  assert.equal((await call(owner, 'GET', `/videos/${video.id}`)).status, 404);
});

test('who may download is part of the rule of access, and the files are named after the title', async () => {
  const token = await service.token();
  const video = await make(token, { title: 'Wasser & "Licht" = 水' });
  const change = async (body: object) => {
    const answer = await call(token, 'PATCH', `/videos/${video.id}`, body);
    return (await answer.json()) as Video & {
      downloadsAllowed: boolean;
      downloads: { url: string; sizeBytes: number }[];
    };
  };
  const told = () =>
    rules
      .filter(({ videoId }) => videoId === video.id)
      .map(({ accessVersion, downloads }) => [accessVersion, downloads]);
  assert.equal((await change({})).downloadsAllowed, false);
  const allowed = await change({ downloadsAllowed: true });
  assert.equal(allowed.downloadsAllowed, true);
  await change({ downloadsAllowed: true, title: video.title });
  await change({ downloadsAllowed: false });
  assert.deepEqual(told(), [
    [2n, true],
    [3n, false],
  ]);
  const [download] = allowed.downloads;
  const url = new URL(download?.url ?? '', service.url);
  assert.deepEqual(
    [url.pathname, url.searchParams.get('name'), download?.sizeBytes],
    ['/media/key/download/360p.mp4', video.title, 5 * 2 ** 32],
  );
  const other = await call(await service.token(), 'PATCH', `/videos/${video.id}`, { downloadsAllowed: true });
  assert.equal(other.status, 404);
});

test('while playback is away a deletion is under way, and lists still answer', async () => {
  const owner = await service.token();
  const video = await make(owner);
  playbackAway = true;
  try {
    const answer = await call(owner, 'DELETE', `/videos/${video.id}`);
    assert.equal(answer.status, 202);
    assert.deepEqual(await answer.json(), { withdrawal: 'under_way' });
    assert.equal((await call(undefined, 'GET', '/videos')).status, 200);
  } finally {
    playbackAway = false;
  }
});

test('pages follow one another without gaps or repeats, and cursors cannot be altered', async () => {
  const owner = await service.token();
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.push((await make(owner, { title: `Part ${i}` })).id);
  for (const id of made) await play(id);
  await eventually('all are listed', async () => {
    const { items } = (await (await call(undefined, 'GET', '/videos?limit=100')).json()) as { items: Video[] };
    return made.every((id) => items.some((item) => item.id === id));
  });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const page = (await (await call(undefined, 'GET', `/videos?limit=3${query}`)).json()) as {
      items: Video[];
      nextCursor: string | null;
    };
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(made.every((id) => seen.includes(id)));
  // What was published within one millisecond is in order too: no moment is finer than a cursor can say.
  const database = await service.engines.database.open<VideosTables>({ service: 'videos', maxConnections: 1 });
  const finer = await database.query
    .selectFrom('videos')
    .select('id')
    .where(sql<boolean>`published_at <> date_trunc('milliseconds', published_at)`)
    .execute();
  assert.deepEqual(finer, []);
  assert.equal((await call(undefined, 'GET', '/videos?cursor=x.y')).status, 400);
  assert.equal((await call(undefined, 'GET', '/videos?limit=101')).status, 422);
});

test('lists are sorted by age from either end and by views, page by page, and a cursor keeps its order', async () => {
  const owner = await service.token();
  const channelId = newId();
  const made: string[] = [];
  for (let count = 0; count < 5; count++) {
    const { id } = await make(owner);
    await play(id);
    await eventually('it plays', async () => {
      const video = (await (await call(owner, 'GET', `/videos/${id}`)).json()) as Video;
      return video.state === 'ready';
    });
    made.push(id);
  }
  const database = await service.engines.database.open<VideosTables>({ service: 'videos', maxConnections: 1 });
  for (const [index, views] of [7, 0, 30, 7, 2].entries()) {
    await database.query
      .updateTable('videos')
      .set({ channel_id: channelId, views, published_at: new Date(Date.UTC(2020, 0, index + 1)) })
      .where('id', '=', made[index] ?? '')
      .execute();
  }
  const walk = async (sort: string) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      // Beyond the first page the cursor says the order.
      const place: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : `&sort=${sort}`;
      const answer = await call(undefined, 'GET', `/videos?channel=${channelId}&limit=2${place}`);
      const page = (await answer.json()) as { items: Video[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    return seen.map((id) => made.indexOf(id));
  };
  assert.deepEqual(await walk('newest'), [4, 3, 2, 1, 0]);
  assert.deepEqual(await walk('oldest'), [0, 1, 2, 3, 4]);
  assert.deepEqual(await walk('popular'), [2, 3, 0, 4, 1]);
  assert.equal((await call(undefined, 'GET', `/videos?channel=${channelId}&sort=shortest`)).status, 422);
});

test('the same Idempotency-Key makes one video; with another request it is refused', async () => {
  const owner = await service.token();
  const key = { 'idempotency-key': crypto.randomUUID() };
  const first = (await (await call(owner, 'POST', '/videos', { title: 'Once' }, key)).json()) as Video;
  const again = await call(owner, 'POST', '/videos', { title: 'Once' }, key);
  assert.equal(again.status, 201);
  assert.equal(((await again.json()) as Video).id, first.id);
  assert.equal((await call(owner, 'POST', '/videos', { title: 'Twice' }, key)).status, 422);
});

test('an unchanged video answers 304', async () => {
  const owner = await service.token();
  const video = await make(owner);
  const first = await call(owner, 'GET', `/videos/${video.id}`);
  const etag = first.headers.get('etag') ?? '';
  assert.equal((await call(owner, 'GET', `/videos/${video.id}`, undefined, { 'if-none-match': etag })).status, 304);
  await call(owner, 'PATCH', `/videos/${video.id}`, { title: 'Second water' });
  assert.equal((await call(owner, 'GET', `/videos/${video.id}`, undefined, { 'if-none-match': etag })).status, 200);
});

test('fields that nobody may set and fields that are too long are refused', async () => {
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
  const token = await service.token();
  const before = channel;
  try {
    channel = { ...before, id: newId() };
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
      (await (await call(token, 'GET', `/me/videos?channel=${next}`)).json()) as { items: unknown[] };
    await tell(channel.id, next);
    assert.equal((await put()).status, 201);
    await eventually('it is where the others go', async () => (await listed()).items.length === 1);
    await tell(next, '');
    await eventually('it is refused', async () => {
      const answer = (await (await put()).json()) as { code?: string };
      return answer.code === 'videos.channel_not_yours';
    });
    await eventually('what was there is deleted', async () => (await listed()).items.length === 0);
  } finally {
    channel = before;
  }
});
