import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import {
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  StorageCountedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import {
  CaptionsChangedSchema,
  VideoDeletedSchema,
  VideoOwnerChangedSchema,
} from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { tellOf, uploaded } from './events.ts';
import { bytesOf, MAX_BYTES, startUploads, type UploadsAlone } from './harness.ts';

const QUOTA = 100_000;
const MAX_FILE = MAX_BYTES;

let service: UploadsAlone;
before(async () => {
  service = await startUploads({ ACCOUNT_QUOTA_BYTES: String(QUOTA) });
});
after(() => service?.stop());

interface Usage {
  usedBytes: number;
  quotaBytes: number | null;
  sourceBytes: number;
  renditionBytes: number;
  captionBytes: number;
  maxFileBytes: number;
}
async function call<T>(
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; json: T }> {
  const answer = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, json: (text === '' ? undefined : JSON.parse(text)) as T };
}
const usageOf = async (token: string) => (await call<Usage>(token, 'GET', '/me/storage')).json;
const begin = (token: string, bytes: number) =>
  service.tus(token, 'POST', '', { headers: { 'upload-length': String(bytes) } });

test('an administrator sets what every account may keep that has no quota of its own', async () => {
  const admin = await service.token({ role: 'admin' });
  const token = await service.token();
  const set = (quotaBytes: number | null) => call(admin, 'PUT', '/admin/storage/quota', { quotaBytes });
  const known = async () =>
    (await call<{ defaultQuotaBytes: number | null }>(admin, 'GET', '/admin/storage')).json.defaultQuotaBytes;
  assert.equal(await known(), QUOTA, 'what the environment says, at first');
  try {
    assert.equal((await set(5000)).status, 204);
    assert.deepEqual([await known(), (await usageOf(token)).quotaBytes], [5000, 5000]);
    assert.equal((await begin(token, 5001)).status, 413);
    assert.equal((await set(null)).status, 204);
    assert.deepEqual([await known(), (await usageOf(token)).quotaBytes], [null, null]);
    assert.equal((await begin(token, QUOTA + 1)).status, 201);
    for (const wrong of [-1, 1.5, 2 ** 53]) assert.equal((await set(wrong)).status, 422);
    assert.equal((await call(token, 'PUT', '/admin/storage/quota', { quotaBytes: 1 })).status, 403);
  } finally {
    await set(QUOTA);
  }
});

test('what an account keeps is counted: files, also while they arrive, renditions and captions', async () => {
  const accountId = newId();
  const token = await service.token({ accountId });
  assert.deepEqual(await usageOf(token), {
    usedBytes: 0,
    quotaBytes: QUOTA,
    sourceBytes: 0,
    renditionBytes: 0,
    captionBytes: 0,
    maxFileBytes: MAX_FILE,
  });
  const { id: uploadId, videoId } = await uploaded(service, token, bytesOf(10_000));
  await service.create(token, 5000);
  assert.equal((await usageOf(token)).usedBytes, 15_000);
  const finished = { videoId, uploadId, edition: newId(), durationMs: 1n };
  await tellOf(service, ProcessingFinishedSchema, { ...finished, storedBytes: 700n });
  await tellOf(service, CaptionsChangedSchema, { videoId, version: 1n, ownerAccountId: accountId, sizeBytes: 60n });
  assert.deepEqual(await usageOf(token), {
    usedBytes: 15_760,
    quotaBytes: QUOTA,
    sourceBytes: 15_000,
    renditionBytes: 700,
    captionBytes: 60,
    maxFileBytes: MAX_FILE,
  });
  // A new file of the film: what was told before counts no more.
  await tellOf(service, ProcessingFailedSchema, { videoId, uploadId, edition: newId(), storedBytes: 0n });
  assert.equal((await usageOf(token)).renditionBytes, 0);
  assert.equal((await usageOf(await service.token())).usedBytes, 0, 'of nobody else');
});

test('a file that does not fit is refused before its first byte, with how much room is left', async () => {
  const token = await service.token();
  await service.create(token, QUOTA - 1000);
  const refused = await begin(token, 1001);
  const problem = (await refused.json()) as { code: string; detail: string };
  assert.deepEqual([refused.status, problem.code], [413, 'uploads.quota_exceeded']);
  assert.match(problem.detail, /^This file has 1 kB, and 1 kB of your 100 kB are left\. Delete videos/);
  assert.equal((await begin(token, 1000)).status, 201, 'what fits exactly is welcome');
});

test('an upload that takes all the room is answered again to who asks twice', async () => {
  const token = await service.token();
  const headers = { 'upload-metadata': `videoId ${Buffer.from(newId()).toString('base64')}` };
  assert.equal(await service.create(token, QUOTA, headers), await service.create(token, QUOTA, headers));
});

test('of fifty creations at once exactly those get through that fit', async () => {
  const token = await service.token();
  await service.create(token, QUOTA - 3000);
  const answers = await Promise.all(Array.from({ length: 50 }, () => begin(token, 1000)));
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 201).length, 3);
  assert.equal(statuses.filter((status) => status === 413).length, 47);
  assert.equal((await usageOf(token)).usedBytes, QUOTA);
});

test('an upload that is given up, and a video that is deleted, give their room back', async () => {
  const accountId = newId();
  const token = await service.token({ accountId });
  const id = await service.create(token, 60_000);
  await service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': '0' }, body: bytesOf(1000) });
  assert.equal((await begin(token, 60_000)).status, 413);
  await service.tus(token, 'DELETE', `/${id}`);
  assert.equal((await usageOf(token)).usedBytes, 0);

  const whole = await uploaded(service, token, bytesOf(60_000));
  const finished = { videoId: whole.videoId, uploadId: whole.id, edition: newId(), durationMs: 1n, storedBytes: 500n };
  await tellOf(service, ProcessingFinishedSchema, finished);
  await tellOf(service, VideoDeletedSchema, { videoId: whole.videoId, accessVersion: 2n });
  assert.equal((await usageOf(token)).usedBytes, 0);
  // Another producer is late: the video is gone all the same.
  await tellOf(service, ProcessingFinishedSchema, finished);
  assert.equal((await usageOf(token)).usedBytes, 0);
  assert.equal((await begin(token, 60_000)).status, 201);
});

test('renditions count while they are made, and cut nobody off who is under way', async () => {
  const accountId = newId();
  const token = await service.token({ accountId });
  const id = await service.create(token, 60_000);
  const send = (offset: number, bytes: number) =>
    service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset) }, body: bytesOf(bytes) });
  await send(0, 30_000);
  const { video_id: videoId } = await service.row(id);
  await tellOf(service, StorageCountedSchema, { videoId, storedBytes: 30_000n });
  assert.equal((await usageOf(token)).renditionBytes, 30_000);
  assert.equal((await begin(token, 10_001)).status, 413, 'who begins has what is left');
  await tellOf(service, StorageCountedSchema, { videoId, storedBytes: 90_000n });
  assert.equal((await usageOf(token)).usedBytes, 150_000);
  assert.equal((await send(30_000, 30_000)).status, 204, 'more is used than allowed: it goes on all the same');
  await eventually('it is whole', async () => (await service.row(id)).state === 'complete');
  await tellOf(service, StorageCountedSchema, { videoId, storedBytes: 20_000n });
  assert.equal((await begin(token, 20_000)).status, 201);
});

test('an administrator gives an account a quota of its own, none at all, or the default again', async () => {
  const accountId = newId();
  const [token, admin] = await Promise.all([service.token({ accountId }), service.token({ role: 'admin' })]);
  const path = `/admin/storage/accounts/${accountId}/quota`;
  assert.equal((await call(token, 'PUT', path, { quotaBytes: 1 })).status, 403);
  assert.equal((await call<Usage>(admin, 'PUT', path, { quotaBytes: 2000 })).json.quotaBytes, 2000);
  assert.equal((await begin(token, 2001)).status, 413);
  assert.equal((await call<Usage>(admin, 'PUT', path, { quotaBytes: null })).json.quotaBytes, null);
  assert.equal((await begin(token, QUOTA + 1)).status, 201);
  assert.equal((await call(admin, 'DELETE', path)).status, 204);
  assert.equal((await usageOf(token)).quotaBytes, QUOTA);
  assert.equal((await begin(token, 1)).status, 413, 'what is there stays, and nothing comes on top of it');
  assert.equal((await call(admin, 'PUT', path, { quotaBytes: -1 })).status, 422);
});

test('the list of accounts is complete, page by page', async () => {
  const admin = await service.token({ role: 'admin' });
  const accountIds = Array.from({ length: 3 }, () => newId());
  for (const accountId of accountIds) await service.create(await service.token({ accountId }), 10);
  const seen: string[] = [];
  type Answer = { items: (Usage & { accountId: string; displayName: string })[]; nextCursor: string | null };
  let cursor: string | null = null;
  do {
    const path: string = `/admin/storage/accounts?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const { json }: { json: Answer } = await call<Answer>(admin, 'GET', path);
    seen.push(...json.items.map(({ accountId }) => accountId));
    assert.ok(json.items.every(({ displayName }) => displayName === 'Someone'));
    cursor = json.nextCursor;
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(accountIds.every((id) => seen.includes(id)));
  assert.equal((await call(await service.token(), 'GET', '/admin/storage/accounts')).status, 403);
});

test('videos that change hands take room as soon as it is promised, once, and only where they fit', async () => {
  const [from, to] = [newId(), newId()];
  const [token, theirs, admin] = await Promise.all([
    service.token({ accountId: from }),
    service.token({ accountId: to }),
    service.token({ role: 'admin' }),
  ]);
  const videoOf = async (bytes: number) => (await service.row(await service.create(token, bytes))).video_id;
  const [first, second] = [await videoOf(30_000), await videoOf(40_000)];
  await tellOf(service, StorageCountedSchema, { videoId: first, storedBytes: 5000n });
  await service.create(theirs, 40_000);
  const { handOvers } = service.context;
  const offered = await handOvers.read({ videoIds: [first, second], from, to });
  assert.deepEqual([offered.bytes, offered.usage.usedBytes, offered.usage.quotaBytes], [75_000, 40_000, QUOTA]);
  const keep = (videoId: string, id = newId()) =>
    handOvers.reserve(id, { videoIds: [videoId], from, to }).then(
      () => id,
      (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
    );
  const used = async () => (await usageOf(theirs)).usedBytes;

  // Each of them fits alone.
  const both = await Promise.all([keep(first), keep(second), keep(second)]);
  const kept = both.filter((one) => typeof one === 'string');
  const whole = (await used()) - 40_000;
  assert.ok(whole === 35_000 || whole === 40_000, `of two one comes: ${whole}`);
  const refusals = both.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  assert.ok(refusals.length > 0 && refusals.every(({ code }) => code === 'uploads.hand_over_too_large'));
  for (const id of kept) await handOvers.release(id);
  assert.equal(await used(), 40_000, 'nothing comes of it');

  const id = await keep(first);
  const again = await keep(first);
  assert.ok(typeof id === 'string' && typeof again === 'string');
  assert.equal(await used(), 75_000, 'who asks twice is not counted twice');
  await handOvers.release(again);
  assert.deepEqual([await used(), (await usageOf(theirs)).renditionBytes], [75_000, 5000]);
  assert.equal((await begin(theirs, 25_001)).status, 413);
  assert.deepEqual(await keep(second), {
    code: 'uploads.hand_over_too_large',
    message:
      'The videos of this channel take 40 kB, and 25 kB of your 100 kB are left. ' +
      'Delete videos that you no longer need, or ask who runs this site for more.',
  });
  await tellOf(service, VideoOwnerChangedSchema, { videoId: first, from, to });
  assert.deepEqual([await used(), (await usageOf(token)).usedBytes], [75_000, 40_000], 'it has come');
  const left = await service.database.query.selectFrom('hand_overs').selectAll().where('account_id', '=', to).execute();
  assert.deepEqual(left, []);

  await call(admin, 'PUT', `/admin/storage/accounts/${to}/quota`, { quotaBytes: null });
  assert.equal(typeof (await keep(second)), 'string', 'without a quota everything fits');
  assert.equal(await used(), 115_000);
  await service.database.query
    .updateTable('hand_overs')
    .set({ until: new Date(Date.now() - 1000) })
    .where('account_id', '=', to)
    .execute();
  assert.equal(await used(), 75_000, 'what nobody carries through lapses');

  const payload = toBinary(AccountDeletedSchema, create(AccountDeletedSchema, { accountId: from }));
  await service.tell({ id: from, producer: 'identity', type: AccountDeletedSchema.typeName, payload });
  await eventually('who is gone is named nowhere', async () => {
    const { rows } = await sql`select from hand_overs where from_account_id = ${from}`.execute(service.database.query);
    return rows.length === 0;
  });
});
