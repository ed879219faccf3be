import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import {
  GetProcessingRequestSchema,
  type GetProcessingResponse,
} from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { type BlobStore, BlobStoreFull } from '@kinora/ports';
import { getProcessing } from '../src/rpc/get-processing.ts';
import { StorageRoom } from '../src/storage-room.ts';
import { blobsOf, encodeRest, ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
let original: Pick<TranscodingAlone['context'], 'blobs' | 'room'>;
before(async () => {
  service = await startTranscoding();
  original = { blobs: service.context.blobs, room: service.context.room };
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));
afterEach(() => Object.assign(service.context, original));

/** A disk with so much free; with a reserve of 1000 bytes. */
const disk = (freeBytes: number) =>
  new StorageRoom({ blobs: { freeBytes: async () => freeBytes }, reserveBytes: 1000 });
const roomIs = (room: StorageRoom) => Object.assign(service.context, { room });
const pausedBecause = async (videoId: string) => {
  const request = create(GetProcessingRequestSchema, { videoIds: [videoId] });
  const answer = await getProcessing.handle(service.context as never, request as never, {} as never);
  return (answer as GetProcessingResponse).processings[0]?.pausedBecause;
};

test('a put that finds the disk full is answered with 507, and its task given back without blame and without a trace', async () => {
  const { videoId } = await ingested(service);
  const chunk = await service.claim();
  const before = await blobsOf(service, videoId);
  assert.equal((await chunk.put('240p/init.mp4')).status, 204);
  const full: Partial<BlobStore> = {
    put: () => Promise.reject(new BlobStoreFull()),
  };
  Object.assign(service.context, { blobs: Object.assign(Object.create(original.blobs), full) });
  const refused = await chunk.put('240p/0.m4s');
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [507, 'transcoding.storage_full'],
  );
  assert.equal(await pausedBecause(videoId), 'storage_full', 'nothing new begins for a moment');
  Object.assign(service.context, original);

  assert.equal((await chunk.send('POST', '/postponement', { noRoom: 'server' })).status, 204);
  const { state, failures, attempt } = await service.task(chunk.claimed.taskId);
  assert.deepEqual([state, failures, attempt], ['ready', 0, 1]);
  assert.deepEqual(await blobsOf(service, videoId), before, 'what it had stored makes room');
  assert.equal((await chunk.put('240p/1.m4s')).status, 409, 'the attempt is over');
  roomIs(disk(Number.POSITIVE_INFINITY));
  await encodeRest(service, videoId);
  assert.equal((await service.job(videoId)).state, 'finished');
});

test('with less free than the reserve nothing new begins, with half of it nothing more is stored, and then it goes on', async () => {
  const { videoId } = await ingested(service);
  const held = await service.claim();
  roomIs(disk(999));
  assert.equal(await pausedBecause(videoId), 'storage_full');
  assert.equal((await held.put('240p/0.m4s')).status, 204, 'what is under way goes on');
  let taken: Awaited<ReturnType<TranscodingAlone['claim']>> | undefined;
  const claim = service.claim().then((task) => {
    taken = task;
  });
  roomIs(disk(499));
  assert.equal((await held.put('240p/1.m4s')).status, 507);
  assert.equal((await held.send('POST', '/postponement', { noRoom: 'server' })).status, 204);
  assert.equal(taken, undefined, 'who asks for work waits');
  roomIs(disk(1000));
  await claim;
  assert.ok(taken);
  assert.equal(await pausedBecause(videoId), '');
});

test('a worker whose own disk is full gives its task to others, and the reason is told until they take it', async () => {
  const { videoId } = await ingested(service);
  // One chunk waits in each of its tasks; all of them come back.
  await service.database.query.updateTable('tasks').set({ state: 'cancelled' }).where('chunk_index', '>', 0).execute();
  const chunk = await service.claim();
  assert.equal((await chunk.send('POST', '/postponement', { noRoom: 'worker' })).status, 204);
  assert.equal(await pausedBecause(videoId), 'worker_full');
  const again = await service.claim();
  assert.equal(again.claimed.taskId, chunk.claimed.taskId);
  assert.equal((await service.task(again.claimed.taskId)).failures, 0);
  assert.equal(await pausedBecause(videoId), '');
});

test('how much is free is asked once a second, and a put that found no room is believed for a while', async () => {
  let asked = 0;
  const room = new StorageRoom({
    reserveBytes: 0,
    blobs: {
      freeBytes: async () => {
        asked++;
        return 10;
      },
    },
  });
  assert.deepEqual([await room.mayBegin(), await room.mayBegin(), await room.mayStore()], [true, true, true]);
  assert.equal(asked, 1);
  room.noteFull();
  assert.equal(await room.mayBegin(), false);
  assert.equal(await new StorageRoom({ reserveBytes: 5, blobs: { freeBytes: async () => null } }).mayBegin(), true);
});
