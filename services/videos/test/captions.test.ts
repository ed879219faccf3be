import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { CaptionsChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import { videos } from '../src/index.ts';
import type { VideosTables } from '../src/store/tables.ts';

let service: ServiceAlone<unknown>;
let database: Database<VideosTables>;
before(async () => {
  const channel = { id: newId(), handle: 'ann', name: 'Ann', avatarPath: '', version: 1n };
  service = await startServiceAlone({
    service: videos,
    peers: [
      fakePeer('channels', ChannelsService, {
        listPublishableChannels: ({ accountId }) => ({ channels: [{ ...channel, ownerAccountId: accountId }] }),
        getChannels: ({ ids }) => ({ channels: ids.map((id) => ({ ...channel, id })) }),
      }),
      fakePeer('uploads', UploadsService, {}),
      fakePeer('transcoding', TranscodingService, {}),
      fakePeer('playback', PlaybackService, { getPlayback: () => ({ playbacks: [] }), setAccess: () => ({}) }),
    ],
  });
  database = await service.engines.database.open<VideosTables>({ service: 'videos', maxConnections: 1 });
});
after(() => service?.stop());

const VTT = 'WEBVTT\n\n00:01.000 --> 00:02.000\nFirst water\n';
const SRT = '1\r\n00:00:01,000 --> 00:00:02,000\r\n<font color=red>Erstes</font> Wasser\r\n';
type Body = string | Uint8Array<ArrayBuffer> | object | undefined;

async function call(
  token: string | undefined,
  method: string,
  path: string,
  body?: Body,
  headers: Record<string, string> = {},
) {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return fetch(`${service.url}/api/v1/videos${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
}
async function makeVideo(token: string, fields: object = {}): Promise<string> {
  const answer = await call(token, 'POST', '', { title: 'First water', ...fields });
  return ((await answer.json()) as { id: string }).id;
}
const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as { code: string }).code}`;
async function toldOf(videoId: string) {
  const rows = await database.query
    .selectFrom('outbox')
    .select('payload')
    .where('type', '=', CaptionsChangedSchema.typeName)
    .where('aggregate_id', '=', videoId)
    .orderBy('position')
    .execute();
  return rows.map(({ payload }) =>
    fromBinary(CaptionsChangedSchema, payload).tracks.map(
      (track) => `${track.language} ${track.version} ${track.isDefault}`,
    ),
  );
}

test('captions of several languages are added, listed, read, replaced and deleted, and all of it is told', async () => {
  const token = await service.token();
  const id = await makeVideo(token);
  const first = await call(token, 'POST', `/${id}/captions?language=EN-us&label=By%20hand&isDefault=true`, VTT);
  assert.equal(first.status, 201);
  assert.equal(first.headers.get('location'), `/api/v1/videos/${id}/captions/en-US`);
  assert.equal(
    (await call(token, 'POST', `/${id}/captions?language=de`, Buffer.from(`\ufeff${SRT}`, 'utf16le'))).status,
    201,
  );
  const { items } = (await (await call(undefined, 'GET', `/${id}/captions`)).json()) as {
    items: Record<string, unknown>[];
  };
  assert.deepEqual(
    items.map(({ updatedAt: _, ...rest }) => rest),
    [
      { language: 'en-US', label: 'By hand', isDefault: true, version: 1, cues: 1 },
      { language: 'de', label: '', isDefault: false, version: 2, cues: 1 },
    ],
  );
  const read = await call(undefined, 'GET', `/${id}/captions/de`);
  assert.equal(read.headers.get('content-type'), 'text/vtt; charset=utf-8');
  assert.equal(read.headers.get('content-disposition'), 'attachment; filename="captions.de.vtt"');
  assert.equal(await read.text(), 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nErstes Wasser\n');
  const etag = read.headers.get('etag') ?? '';
  assert.equal((await call(undefined, 'GET', `/${id}/captions/de`, undefined, { 'if-none-match': etag })).status, 304);

  assert.equal(
    (await call(token, 'PUT', `/${id}/captions/de?isDefault=true`, undefined, { 'if-match': etag })).status,
    200,
  );
  assert.equal((await call(token, 'DELETE', `/${id}/captions/en-US`)).status, 204);
  assert.equal((await call(token, 'POST', `/${id}/captions?language=en-US`, VTT)).status, 201);
  assert.deepEqual(await toldOf(id), [
    ['en-US 1 true'],
    ['en-US 1 true', 'de 2 false'],
    ['de 3 true', 'en-US 1 false'],
    ['de 3 true'],
    ['de 3 true', 'en-US 5 false'],
  ]);
});

test('of two who edit at once the second is told, and nobody overwrites without naming a version', async () => {
  const token = await service.token();
  const id = await makeVideo(token);
  await call(token, 'POST', `/${id}/captions?language=de`, VTT);
  const put = (ifMatch?: string) =>
    call(token, 'PUT', `/${id}/captions/de`, VTT, ifMatch ? { 'if-match': ifMatch } : {});
  assert.deepEqual(
    (await Promise.all([put('"1"'), put('"1"'), put('"1"')])).map(({ status }) => status).sort(),
    [200, 412, 412],
  );
  assert.equal(await codeOf(await put('"1"')), '412 videos.captions_changed');
  assert.equal(await codeOf(await put('W/"2"')), '412 videos.captions_changed');
  assert.equal(await codeOf(await put()), '400 videos.captions_version_needed');
  assert.equal((await put('*')).status, 200);
  assert.equal(
    await codeOf(await call(token, 'POST', `/${id}/captions?language=de`, VTT)),
    '409 videos.captions_exist',
  );
  assert.equal(
    await codeOf(await call(token, 'PUT', `/${id}/captions/fr`, VTT, { 'if-match': '*' })),
    '404 videos.captions_not_found',
  );
});

test('what is no caption is refused with its reason, and hostile captions keep only their words', async () => {
  const token = await service.token();
  const id = await makeVideo(token);
  const post = (body: Body, query = 'language=de', headers = {}) =>
    call(token, 'POST', `/${id}/captions?${query}`, body, headers);
  assert.equal(await codeOf(await post('<html></html>')), '422 videos.captions_unreadable');
  assert.equal(await codeOf(await post('00:01.000 --> 00:02.000\n\n')), '422 videos.captions_empty');
  assert.equal(await codeOf(await post(undefined)), '422 videos.captions_empty');
  assert.equal(await codeOf(await post('0:01.0 --> 0:02.0\nx\n\n'.repeat(30_000))), '413 videos.captions_too_large');
  assert.equal(await codeOf(await post('x'.repeat(5 * 2 ** 20))), '413 kernel.body_too_large');
  assert.equal(
    await codeOf(await post(VTT, 'language=de', { 'content-type': 'image/png' })),
    '415 kernel.unsupported_media_type',
  );
  for (const query of [
    'language=../de',
    'language=',
    'language=de&label=a%0ab',
    `language=de&label=${'x'.repeat(61)}`,
    'language=de&more=1',
  ])
    assert.equal(await codeOf(await post(VTT, query)), '422 kernel.validation_failed', query);
  assert.equal((await post('0:01.0 --> 0:02.0\n<script>alert(1)</script> \0 a --> b <c.kp-help>c')).status, 201);
  assert.equal(
    await (await call(undefined, 'GET', `/${id}/captions/de`)).text(),
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nalert(1) \ufffd a --&gt; b <c>c</c>\n',
  );
});

test('captions and chapters of a video are for those who may see it, and changed by its owner alone', async () => {
  const owner = await service.token();
  const id = await makeVideo(owner, { visibility: 'private' });
  const open = await makeVideo(owner);
  for (const video of [id, open]) await call(owner, 'POST', `/${video}/captions?language=de`, VTT);
  const stranger = await service.token();
  for (const token of [stranger, undefined]) {
    for (const path of ['captions', 'captions/de']) {
      assert.equal(await codeOf(await call(token, 'GET', `/${id}/${path}`)), '404 videos.not_found');
      assert.equal((await call(token, 'GET', `/${open}/${path}`)).status, 200);
    }
    for (const video of [id, open]) {
      const refused = token ? 404 : 401;
      assert.equal((await call(token, 'POST', `/${video}/captions?language=fr`, VTT)).status, refused);
      assert.equal((await call(token, 'PUT', `/${video}/captions/de`, VTT, { 'if-match': '*' })).status, refused);
      assert.equal((await call(token, 'DELETE', `/${video}/captions/de`)).status, refused);
      assert.equal((await call(token, 'PUT', `/${video}/chapters`, { chapters: [] })).status, refused);
    }
  }
  assert.equal((await call(owner, 'GET', `/${id}/captions/de`)).status, 200);
});

test('files of captions that are over are removed, with their video all of them', async () => {
  const token = await service.token();
  const id = await makeVideo(token);
  const files = async () => (await service.engines.blobs.list(`captions/${id}/`)).blobs.length;
  await call(token, 'POST', `/${id}/captions?language=de`, VTT);
  await call(token, 'POST', `/${id}/captions?language=en`, VTT);
  await call(token, 'PUT', `/${id}/captions/de`, VTT, { 'if-match': '*' });
  assert.equal(await files(), 3, 'the replaced one stays for those who still read it');
  assert.equal((await call(token, 'POST', `/${id}/captions?language=de`, VTT)).status, 409);
  await eventually('the refused one goes', async () => (await files()) === 3);
  await call(token, 'DELETE', `/${id}/captions/en`);
  await eventually('the deleted one goes', async () => (await files()) === 2);
  await call(token, 'DELETE', `/${id}`);
  await eventually('all are gone', async () => (await files()) === 0);
  assert.equal((await call(token, 'POST', `/${id}/captions?language=fr`, VTT)).status, 404);
  const rows = await database.query.selectFrom('caption_files').selectAll().where('video_id', '=', id).execute();
  assert.deepEqual(rows, []);
});

test('chapters come from the description until the creator gives some', async () => {
  const token = await service.token();
  const id = await makeVideo(token, { description: '0:00 Ropes\n1:12 The slip\n3:40 Oars' });
  const put = (chapters: object[]) => call(token, 'PUT', `/${id}/chapters`, { chapters });
  const detail = async () => {
    const { chapters, chaptersFrom } = (await (await call(token, 'GET', `/${id}`)).json()) as {
      chapters: object[];
      chaptersFrom: string;
    };
    return [chapters.length, chaptersFrom];
  };
  assert.deepEqual(await detail(), [3, 'description']);
  assert.equal((await put([{ startMs: 0, title: ' One ' }])).status, 200);
  assert.deepEqual(await detail(), [1, 'creator']);
  for (const wrong of [
    [{ startMs: 5, title: 'late' }],
    [
      { startMs: 0, title: 'a' },
      { startMs: 0, title: 'b' },
    ],
    [{ startMs: 0, title: '' }],
    [{ startMs: 0, title: 'two\nlines' }],
    [{ startMs: 0.5, title: 'a' }],
    Array.from({ length: 101 }, (_, startMs) => ({ startMs, title: 'x' })),
  ])
    assert.equal((await put(wrong)).status, 422, JSON.stringify(wrong).slice(0, 60));
  assert.equal((await put([])).status, 200);
  assert.deepEqual(await detail(), [3, 'description']);
});
