import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ProcessingFailedSchema, SegmentsCommittedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { collectGarbage, referencedKeys, sweepEditions } from '../src/store/collect-garbage.ts';
import { lockEditions } from '../src/store/editions.ts';
import type { TranscodingTransaction } from '../src/store/jobs-store.ts';
import { age, blobsOf, encodeRest, ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

/** Makes or ends editions of a video; what `meanwhile` begins has to wait for it. */
async function withEditionsLocked<Begun>(
  videoId: string,
  change: (transaction: TranscodingTransaction) => Promise<unknown>,
  meanwhile: () => Begun,
): Promise<Begun> {
  const locked = Promise.withResolvers<void>();
  const waits = Promise.withResolvers<void>();
  const changed = service.context.jobs.database.transaction(async (transaction) => {
    await lockEditions(transaction, videoId);
    locked.resolve();
    await waits.promise;
    await change(transaction);
  });
  await locked.promise;
  const begun = meanwhile();
  try {
    await eventually('it waits for who makes editions', async () => {
      const waiting = sql`select 1 from pg_locks where locktype = 'advisory' and not granted`;
      return (await waiting.execute(service.database.query)).rows.length > 0;
    });
  } finally {
    waits.resolve();
    await changed;
  }
  return begun;
}

test('a deleted video takes its tasks and segments with it, late ones too', async () => {
  const { videoId } = await ingested(service);
  const chunk = await service.claim();
  const completion = await chunk.encode();
  await service.deleteVideo(videoId);
  await eventually('it is cancelled', async () => (await service.job(videoId)).state === 'cancelled');
  assert.equal(await chunk.heartbeat(), true);
  assert.equal((await chunk.complete(completion)).status, 409);
  assert.equal((await chunk.put('360p/0.m4s')).status, 409);
  assert.deepEqual(await blobsOf(service, videoId), []);
  // What a worker was just writing comes after all.
  await service.engines.blobs.put(
    `videos/${videoId}/${(await service.job(videoId)).id}/c0-1/360p/0.m4s`,
    Buffer.from('x'),
  );
  await age(service, videoId);
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), []);
  assert.equal((await service.told(ProcessingFailedSchema, videoId)).length, 0);
});

test('an upload that is told after its video was deleted makes no job', async () => {
  const videoId = newId();
  await service.deleteVideo(videoId);
  const eventId = await service.tellUpload(videoId);
  const { query } = service.database;
  await eventually('it was heard', () =>
    query.selectFrom('inbox').select('event_id').where('event_id', '=', eventId).executeTakeFirst(),
  );
  const jobs = await query.selectFrom('jobs').select('id').where('video_id', '=', videoId).execute();
  assert.deepEqual(jobs, []);
});

test('an edition that is made while its video is deleted ends with it', async () => {
  const { videoId, jobId } = await ingested(service);
  const { jobs, tasks } = service.context;
  await withEditionsLocked(
    videoId,
    async (transaction) => jobs.replaceIn(transaction, await jobs.lock(transaction, jobId), { mayPassThrough: false }),
    () => service.deleteVideo(videoId),
  );
  const { query } = service.database;
  const made = () => query.selectFrom('jobs').select('state').where('video_id', '=', videoId).execute();
  await eventually('both end', async () => (await made()).every(({ state }) => state === 'cancelled'));
  assert.equal((await made()).length, 2);
  assert.equal(await tasks.countOpen(), 0);
});

test('what would make another edition comes too late when its video is deleted', async () => {
  const { videoId, jobId } = await ingested(service, { copyable: true });
  const task = await service.claim();
  const answer = await withEditionsLocked(
    videoId,
    async (transaction) => {
      await transaction.insertInto('deleted_videos').values({ video_id: videoId }).execute();
      await service.context.jobs.cancelIn(transaction, videoId);
    },
    () => task.fail('passthrough_refused', false),
  );
  assert.equal(answer.status, 409);
  const { query } = service.database;
  const made = query.selectFrom('jobs').select(['id', 'state']).where('video_id', '=', videoId);
  assert.deepEqual(await made.execute(), [{ id: jobId, state: 'cancelled' }]);
});

test('the collector removes what no playlist names, and nothing else', async () => {
  const { videoId, jobId } = await ingested(service);
  const lost = await service.claim();
  await lost.encode();
  await service.expire(lost.claimed.taskId);
  await encodeRest(service, videoId);
  const job = await service.context.jobs.find(jobId);
  assert.ok(job);
  const needed = await referencedKeys(service.context, job);
  const before = await blobsOf(service, videoId);
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), before, 'a worker may still write: there is a time of grace');
  await age(service, videoId);
  await collectGarbage(service.context);
  const left = await blobsOf(service, videoId);
  assert.deepEqual(
    left,
    before.filter((key) => needed.has(key)),
  );
  assert.ok(left.length < before.length);
  for (const { blobPrefix, firstSequence, segments, initBlobKey } of await service.told(
    SegmentsCommittedSchema,
    videoId,
  )) {
    for (const index of segments.keys()) assert.ok(left.includes(`${blobPrefix}${firstSequence + index}.m4s`));
    assert.ok(left.includes(initBlobKey));
  }
});

test('what a paused worker wrote after its job was cleaned up is swept away, and nothing else is', async () => {
  const { videoId, jobId } = await ingested(service);
  await encodeRest(service, videoId);
  const late = `videos/${videoId}/${jobId}/c0-9/240p/0.m4s`;
  const unknown = `videos/${videoId}/${newId()}/c0-1/240p/0.m4s`;
  const sweep = async () => void (await sweepEditions({ ...service.context, graceMs: -1000 }).turn());
  await service.engines.blobs.put(late, Buffer.from('x'));
  await sweep();
  assert.ok((await blobsOf(service, videoId)).includes(late), 'the job itself is cleaned up first');
  await age(service, videoId);
  await collectGarbage(service.context);
  const kept = await blobsOf(service, videoId);
  for (const key of [late, unknown]) await service.engines.blobs.put(key, Buffer.from('x'));
  await sweepEditions(service.context).turn();
  assert.ok((await blobsOf(service, videoId)).includes(late), 'it is too young to be sure');
  await sweep();
  assert.deepEqual(await blobsOf(service, videoId), [...kept, unknown].sort(), 'what no row knows is only told of');
});
