import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { sql } from 'kysely';
import { cleanUploads } from '../src/janitor.ts';
import { reserveRoomIn } from '../src/store/room-promises.ts';
import { tellOf } from './events.ts';
import { bytesOf, startUploads, type UploadsAlone, withChanges } from './harness.ts';

const RESERVE = 1000;
const ENDLESS = { disks: { arriving: 1e12, stored: 1e12, areOne: true }, reserveBytes: 0 };

let service: UploadsAlone;
/** What the disk says. */
let free = 0;
before(async () => {
  service = await startUploads({ STORAGE_RESERVE_BYTES: String(RESERVE) });
  service.context.staging = withChanges(service.context.staging, { freeBytes: async () => free });
});
after(() => service?.stop());
beforeEach(async () => {
  // Of tests before.
  await service.database.query.updateTable('uploads').set({ state: 'abandoned', over_at: sql<Date>`now()` }).execute();
  free = RESERVE + 10_000;
});

const begin = async (bytes: number) =>
  service.tus(await service.token(), 'POST', '', { headers: { 'upload-length': String(bytes) } });
const statusOf = async (bytes: number) => (await begin(bytes)).status;
const send = (token: string, id: string, offset: number, body: Uint8Array) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset) }, body });

test('what was promised to an upload that is under way nobody else gets, and it goes on itself', async () => {
  const token = await service.token();
  const id = await service.create(token, 6000);
  const refused = await begin(4001);
  const problem = (await refused.json()) as { code: string; detail: string };
  assert.deepEqual([refused.status, problem.code], [507, 'uploads.storage_full']);
  assert.match(problem.detail, /^This file has 4 kB, and the server has room for 4 kB beside the uploads that are/);
  assert.ok(Number(refused.headers.get('retry-after')) > 0, 'clients come again by themselves');
  assert.equal(await statusOf(4000), 201, 'what fits exactly is welcome');

  // Another program takes room: more is promised than there is.
  free = RESERVE;
  assert.equal((await send(token, id, 0, bytesOf(5000))).status, 204);
  free = RESERVE + 5000;
  assert.equal(await statusOf(1), 507, 'a thousand bytes are to come of this file, and four thousand of the other');
  free += 1;
  assert.equal(await statusOf(1), 201);
});

test('the room of what has arrived is taken, and is not promised any longer', async () => {
  const token = await service.token();
  const id = await service.create(token, 6000);
  await send(token, id, 0, bytesOf(5000));
  free -= 5000;
  assert.equal(await statusOf(4001), 507);
  assert.equal(await statusOf(4000), 201);
});

const setRow = (id: string, changes: { touched_at?: ReturnType<typeof ago>; expires_at?: ReturnType<typeof ago> }) =>
  service.database.query.updateTable('uploads').set(changes).where('id', '=', id).execute();
const ago = (minutes: number) => sql<Date>`now() - ${minutes} * interval '1 minute'`;

test('an upload that has not moved for an hour keeps no room from others, and goes on when it can', async () => {
  const token = await service.token();
  const id = await service.create(token, 9000);
  await setRow(id, { touched_at: ago(55) });
  assert.equal(await statusOf(9000), 507);
  await setRow(id, { touched_at: ago(61) });
  assert.equal((await send(token, id, 0, Buffer.alloc(0))).status, 204);
  assert.equal((await send(token, id, 5, bytesOf(1))).status, 409);
  assert.equal(await statusOf(9000), 201, 'requests that bring nothing do not count');
  assert.equal((await send(token, id, 0, bytesOf(100))).status, 204);
  const { toArrive } = await service.context.uploads.promised();
  assert.equal(toArrive, 8900 + 9000, 'it is promised its room again');
});

test('only bytes that are acknowledged put off the end of an upload', async () => {
  const token = await service.token();
  const id = await service.create(token, 9000);
  await setRow(id, { expires_at: ago(-30) });
  const { expires_at: before } = await service.row(id);
  assert.equal((await send(token, id, 0, Buffer.alloc(0))).status, 204);
  assert.equal((await send(token, id, 5, bytesOf(1))).status, 409);
  assert.deepEqual((await service.row(id)).expires_at, before);
  const answer = await send(token, id, 0, bytesOf(1));
  assert.ok(Date.parse(answer.headers.get('upload-expires') ?? '') > Date.now() + 23 * 3_600_000);
});

test('an administrator reads how much is promised, and what is left for others', async () => {
  const token = await service.token();
  const id = await service.create(token, 6000);
  await send(token, id, 0, bytesOf(1000));
  const headers = { authorization: `Bearer ${await service.token({ role: 'admin' })}` };
  const read = async () => {
    const answer = await fetch(`${service.url}/api/v1/admin/storage`, { headers });
    const { freeBytes, promisedBytes, unpromisedBytes, isFull } = (await answer.json()) as Record<string, unknown>;
    return { freeBytes, promisedBytes, unpromisedBytes, isFull };
  };
  assert.deepEqual(await read(), { freeBytes: free, promisedBytes: 5000, unpromisedBytes: 5000, isFull: false });
  assert.equal(await statusOf(5001), 507);
  assert.equal(await statusOf(5000), 201);
  assert.deepEqual(await read(), { freeBytes: free, promisedBytes: 10_000, unpromisedBytes: 0, isFull: false });
  free = RESERVE - 1;
  assert.deepEqual(await read(), { freeBytes: free, promisedBytes: 10_000, unpromisedBytes: 0, isFull: true });
});

test('of fifty accounts that begin at once one gets the room that is left for one', async () => {
  const tokens = await Promise.all(Array.from({ length: 50 }, () => service.token()));
  // Of videos that are there already, which are asked about once only.
  const begun = tokens.map((token) =>
    service.tus(token, 'POST', '', {
      headers: { 'upload-length': '6000', 'upload-metadata': `videoId ${Buffer.from(newId()).toString('base64')}` },
    }),
  );
  const statuses = (await Promise.all(begun)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 201).length, 1);
  assert.equal(statuses.filter((status) => status === 507).length, 49);
});

test('whoever waits for others to begin is soon asked to come again', async () => {
  const token = await service.token();
  const holding = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = service.database.transaction(async (transaction) => {
    await reserveRoomIn(transaction, { room: ENDLESS, sizeBytes: 1 });
    holding.resolve();
    await released.promise;
  });
  await holding.promise;
  try {
    const refused = await service.tus(token, 'POST', '', { headers: { 'upload-length': '10' } });
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
  } finally {
    released.resolve();
    await held;
  }
  assert.equal(await statusOf(10), 201);
});

test('the short wait is for the room alone', async () => {
  const read = async (query: Pick<typeof service.database, 'query'>['query']) =>
    (await sql<{ wait: string }>`select current_setting('lock_timeout') as wait`.execute(query)).rows[0]?.wait;
  const before = await read(service.database.query);
  const after = await service.database.transaction(async (transaction) => {
    await reserveRoomIn(transaction, { room: ENDLESS, sizeBytes: 1 });
    return read(transaction);
  });
  assert.equal(after, before);
});

test('an upload that takes the last room is answered again to who asks twice', async () => {
  const token = await service.token();
  const headers = { 'upload-metadata': `videoId ${Buffer.from(newId()).toString('base64')}` };
  assert.equal(await service.create(token, 10_000, headers), await service.create(token, 10_000, headers));
});

/** How an upload ends before it is whole. */
const ENDS: Record<string, (upload: { token: string; id: string; videoId: string }) => Promise<unknown>> = {
  'was given up': ({ token, id }) => service.tus(token, 'DELETE', `/${id}`),
  'did not move for long': async ({ id }) => {
    const expired = { expires_at: sql<Date>`now() - interval '1 second'` };
    await service.database.query.updateTable('uploads').set(expired).where('id', '=', id).execute();
    await cleanUploads(service.context);
  },
  'cannot be processed': ({ id, videoId }) =>
    tellOf(service, ProcessingFailedSchema, { videoId, uploadId: id, edition: newId(), message: 'It is no film.' }),
  'is of a video that was deleted': ({ videoId }) =>
    tellOf(service, VideoDeletedSchema, { videoId, accessVersion: 2n }),
};

for (const [how, end] of Object.entries(ENDS)) {
  test(`an upload that ${how} gives its promise back, to the disk and to its account`, async () => {
    const accountId = newId();
    const token = await service.token({ accountId });
    const id = await service.create(token, 9000);
    await send(token, id, 0, bytesOf(10));
    assert.equal(await statusOf(9000), 507);
    await end({ token, id, videoId: (await service.row(id)).video_id });
    assert.equal((await service.context.quotas.read(accountId)).usedBytes, 0);
    assert.equal(await statusOf(9000), 201);
  });
}

test('a store elsewhere is promised all of a file until it is there', async () => {
  const { context } = service;
  const { blobs } = context;
  let stored = RESERVE + 5000;
  context.blobs = withChanges(blobs, { sharesFilesOf: async () => false, freeBytes: async () => stored });
  try {
    const token = await service.token();
    const id = await service.create(token, 4000);
    await send(token, id, 0, bytesOf(3999));
    assert.equal(await statusOf(1001), 507);
    assert.equal(await statusOf(1000), 201);
    stored = RESERVE + 1000;
    assert.equal((await send(token, id, 3999, bytesOf(1))).status, 204, 'who has room goes on');
  } finally {
    context.blobs = blobs;
  }
});
