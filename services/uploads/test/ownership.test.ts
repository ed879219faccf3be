import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, type TestContext, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newUuid } from '@kinora/kernel';
import { BlobStoreFull } from '@kinora/ports';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import type { Extent } from '../src/domain/extents.ts';
import { finishUploads } from '../src/finisher.ts';
import { cleanUploads } from '../src/janitor.ts';
import { OwnershipLost } from '../src/store/ownership.ts';
import type { UploadRow } from '../src/store/uploads-store.ts';
import { bytesOf, owned, startUploads, type UploadsAlone, withChanges } from './harness.ts';

let service: UploadsAlone;
before(async () => {
  service = await startUploads();
});
after(() => service?.stop());

const patch = (token: string, id: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset), ...headers }, body });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const completed = (id: string): Promise<UploadRow> =>
  eventually('the upload is complete', async () => {
    const row = await service.row(id);
    return row.state === 'complete' && row;
  });

/** Another process, of an earlier version, takes the upload over, as its rows would tell. */
async function takeOver(id: string, url: string): Promise<Extent> {
  const { owner_token: token, offset_bytes: startBytes } = await service.database.query
    .updateTable('uploads')
    .set({
      owner_holder: newUuid(),
      owner_url: url,
      owner_token: sql<number>`owner_token + 1`,
      owner_until: sql<Date>`clock_timestamp() + interval '1 hour'`,
    })
    .where('id', '=', id)
    .returning(['owner_token', 'offset_bytes'])
    .executeTakeFirstOrThrow();
  await service.database.query
    .insertInto('upload_extents')
    .values({ upload_id: id, token, start_bytes: startBytes, file_start_bytes: null })
    .execute();
  return { token, startBytes, fileStartBytes: startBytes };
}

async function endLease(id: string): Promise<void> {
  await service.database.query
    .updateTable('uploads')
    .set({ owner_until: sql<Date>`clock_timestamp() - interval '1 second'` })
    .where('id', '=', id)
    .execute();
}

async function otherProcess(t: TestContext) {
  const seen: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    response.writeHead(204, { 'upload-offset': '777', 'tus-resumable': '1.0.0' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

test('a PATCH goes to the owner once, with its body; passed on already it is asked to come again', async (t) => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const other = await otherProcess(t);
  await takeOver(id, other.url);
  const body = bytesOf(500);

  const answer = await patch(token, id, 0, body);
  assert.deepEqual([answer.status, answer.headers.get('upload-offset')], [204, '777']);
  assert.equal(other.seen.length, 1);
  assert.deepEqual([other.seen[0]?.method, other.seen[0]?.url], ['PATCH', `/api/v1/uploads/${id}`]);
  assert.deepEqual(other.seen[0]?.body, body);
  assert.equal(other.seen[0]?.headers['upload-offset'], '0');

  const again = await patch(token, id, 0, body, { 'kinora-forwarded': '1' });
  assert.equal(again.status, 503);
  assert.ok(Number(again.headers.get('retry-after')) >= 1);
  assert.equal(other.seen.length, 1);
  assert.equal(await service.offsetOf(token, id), 0);
});

test('a request that names another host in its first line is passed on to the owner all the same', async (t) => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const owner = await otherProcess(t);
  const elsewhere = await otherProcess(t);
  await takeOver(id, owner.url);
  const { port } = new URL(service.url);
  const socket = connect(Number(port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(
    [
      `PATCH ${elsewhere.url}/api/v1/uploads/${id} HTTP/1.1`,
      'Host: kinora',
      `Authorization: Bearer ${token}`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      'Content-Length: 3',
      'Connection: close',
      '',
      'abc',
    ].join('\r\n'),
  );
  await buffer(socket);
  assert.deepEqual(
    elsewhere.seen.map(({ url }) => url),
    [],
    'the token was sent to a host that the client named',
  );
  assert.equal(owner.seen.length, 1);
});

test('an owner that does not answer makes the client come again', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  await takeOver(id, 'http://127.0.0.1:1');
  const answer = await patch(token, id, 0, bytesOf(10));
  assert.equal(answer.status, 503);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
});

test('after the lease another owner goes on, and the file is whole across their extents', async () => {
  const token = await service.token();
  const file = bytesOf(300_000);
  const id = await service.create(token, file.length);
  assert.equal((await patch(token, id, 0, file.subarray(0, 100_000))).status, 204);

  // The other owner writes, and is killed after more than it has acknowledged.
  await endLease(id);
  const extent = await takeOver(id, 'http://127.0.0.1:1');
  {
    await using writer = await service.context.staging.openExtent(id, extent);
    await writer.write([file.subarray(100_000, 180_000), Buffer.alloc(40_000, 7)], 100_000);
    await writer.sync();
  }
  await service.database.query.updateTable('uploads').set({ offset_bytes: 180_000 }).where('id', '=', id).execute();
  assert.equal((await patch(token, id, 180_000, file.subarray(180_000))).status, 503);

  await endLease(id);
  const answer = await patch(token, id, 180_000, file.subarray(180_000, 250_000));
  assert.equal(answer.status, 204);
  const row = await service.row(id);
  assert.ok(row.owner_token > extent.token, `${row.owner_token} > ${extent.token}`);
  assert.deepEqual(
    (await service.context.uploads.extents(id)).map(({ startBytes }) => startBytes),
    [0, 100_000, 180_000],
  );
  assert.equal((await patch(token, id, 250_000, file.subarray(250_000))).status, 204);
  assert.equal((await completed(id)).sha256, sha256(file));
});

test('a writer that lost its token acknowledges nothing more', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const { request, answer } = service.patchByHand(token, id, { 'upload-offset': '0', 'content-length': '1000' });
  request.write(bytesOf(600));
  const before = await owned(service, id);
  await takeOver(id, 'http://127.0.0.1:1');
  request.end(bytesOf(400));
  const { statusCode, headers } = await answer;
  assert.equal(statusCode, 503);
  assert.ok(headers['retry-after']);
  const row = await service.row(id);
  assert.deepEqual([row.offset_bytes, row.state], [0, 'waiting']);
  const lost = { id, token: before.owner_token };
  await assert.rejects(service.context.uploads.advance(lost, 1000), OwnershipLost);
  await assert.rejects(service.context.uploads.renew(lost), OwnershipLost);
  await assert.rejects(
    service.context.uploads.complete(lost, { sha256: '', blobKey: '', indexDiffers: false }),
    OwnershipLost,
  );
});

test('two finishers complete an upload once', async () => {
  const token = await service.token();
  const file = bytesOf(200_000);
  const id = await service.create(token, file.length);
  await patch(token, id, 0, file);
  await Promise.all([finishUploads(service.context), finishUploads(service.context)]);
  await completed(id);
  const told = await service.told(id);
  assert.equal(told.filter(({ type }) => type === 'UploadCompleted').length, 1);
});

test('a finisher that is overtaken leaves it at that', async () => {
  const token = await service.token();
  const file = bytesOf(1000);
  const id = await service.create(token, file.length);
  await patch(token, id, 0, file);
  const done = await completed(id);
  // It had found the upload before another completed it and removed its file.
  const { uploads } = service.context;
  const late = withChanges(uploads, { listFinishing: async () => [{ ...done, state: 'finishing' as const }] });
  await finishUploads(withChanges(service.context, { uploads: late }));
  assert.equal((await service.row(id)).state, 'complete');
  assert.equal((await service.told(id)).filter(({ type }) => type === 'UploadCompleted').length, 1);
});

test('no room is said before the first byte, and what has arrived is kept until there is some', async () => {
  const token = await service.token();
  const file = bytesOf(1000);
  const id = await service.create(token, file.length);
  await patch(token, id, 0, file.subarray(0, 400));

  const { staging } = service.context;
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  // Little is left: it is the database's. Or nothing is, whatever was said before.
  const little = withChanges(staging, { freeBytes: async () => 0 });
  const none = withChanges(staging, {
    openExtent: async (...extent) =>
      Object.assign(await staging.openExtent(...extent), { write: () => Promise.reject(full) }),
  });
  try {
    service.context.staging = little;
    const refused = await service.tus(token, 'POST', '', { headers: { 'upload-length': '10' } });
    assert.equal(refused.status, 507);
    for (const disk of [little, none]) {
      service.context.staging = disk;
      const answer = await patch(token, id, 400, file.subarray(400));
      assert.equal(answer.status, 507);
      assert.equal(((await answer.json()) as { code: string }).code, 'uploads.storage_full');
      assert.ok(Number(answer.headers.get('retry-after')) > 0, 'clients come again by themselves');
      assert.equal(await service.offsetOf(token, id), 400);
    }
  } finally {
    service.context.staging = staging;
  }
  assert.equal((await patch(token, id, 400, file.subarray(400))).status, 204);
  assert.equal((await completed(id)).sha256, sha256(file));
});

test('a full blob store holds one upload up until there is room, and no others are lost', async () => {
  const token = await service.token();
  const file = bytesOf(500);
  const { blobs } = service.context;
  let refusals = 0;
  service.context.blobs = withChanges(blobs, {
    putFile: () => {
      refusals++;
      return Promise.reject(new BlobStoreFull());
    },
  });
  const id = await service.create(token, file.length);
  try {
    assert.equal((await patch(token, id, 0, file)).status, 204);
    await eventually('the blob store was asked', async () => refusals > 0);
    assert.equal((await service.row(id)).state, 'finishing');
    assert.equal(await service.offsetOf(token, id), 500);
  } finally {
    service.context.blobs = blobs;
  }
  assert.equal((await completed(id)).sha256, sha256(file));
});

test('uploads that do not move are given up, and what they left in staging goes', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const moving = await service.create(token, 1000);
  await patch(token, id, 0, bytesOf(100));
  await patch(token, moving, 0, bytesOf(100));
  await service.database.query
    .updateTable('uploads')
    .set({ expires_at: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', id)
    .execute();
  await cleanUploads(service.context);
  assert.equal((await service.tus(token, 'HEAD', `/${id}`)).status, 410);
  assert.deepEqual((await service.told(id)).at(-1)?.message.reason, 'expired');
  const staged = await service.context.staging.list();
  assert.ok(!staged.includes(id) && staged.includes(moving));
  assert.equal(await service.offsetOf(token, moving), 100);
});

const deleteVideo = (videoId: string) =>
  service.tell({
    id: videoId,
    type: VideoDeletedSchema.typeName,
    producer: 'videos',
    payload: toBinary(VideoDeletedSchema, create(VideoDeletedSchema, { videoId, accessVersion: 2n })),
  });

test('a deleted video takes its source and its running upload with it', async () => {
  const token = await service.token();
  const done = await service.create(token, 100);
  await patch(token, done, 0, bytesOf(100));
  const { blob_key: blobKey, video_id: videoId } = await completed(done);
  const half = await service.create(token, 100);
  await patch(token, half, 0, bytesOf(50));

  await deleteVideo(videoId);
  await eventually('the source is gone', async () => !(await service.engines.blobs.head(blobKey ?? '')));
  await deleteVideo((await service.row(half)).video_id);
  await eventually('the upload is over', async () => (await service.row(half)).state === 'abandoned');
  assert.equal((await service.tus(token, 'HEAD', `/${half}`)).status, 410);
});

test('a file that is being finished while its video is deleted leaves no source behind', async () => {
  const token = await service.token();
  const id = await service.create(token, 100);
  const { video_id: videoId } = await service.row(id);
  const { blobs } = service.context;
  let putting = () => {};
  const begun = new Promise<void>((resolve) => {
    putting = resolve;
  });
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  service.context.blobs = withChanges(blobs, {
    putFile: async (...put: Parameters<typeof blobs.putFile>) => {
      putting();
      await held;
      return blobs.putFile(...put);
    },
  });
  try {
    await patch(token, id, 0, bytesOf(100));
    await begun;
    await deleteVideo(videoId);
    await eventually('the upload is over', async () => (await service.row(id)).state === 'abandoned');
  } finally {
    service.context.blobs = blobs;
    goOn();
  }
  await eventually('the source is gone', async () => (await blobs.list(`sources/${videoId}/`)).blobs.length === 0);
  // The finisher is through with it: a later upload gets its turn.
  const next = await service.create(token, 10);
  await patch(token, next, 0, bytesOf(10));
  await completed(next);
  assert.equal((await blobs.list(`sources/${videoId}/`)).blobs.length, 0);
  await cleanUploads(service.context);
  assert.ok(!(await service.context.staging.list()).includes(id));
  assert.ok(!(await service.told(id)).some(({ type }) => type === 'UploadCompleted'));
});
