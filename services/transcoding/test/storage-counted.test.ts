import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { EditionReplacedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import {
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  StorageCountedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { cancelEdition } from '../src/rpc/cancel-edition.ts';
import { reprocess } from '../src/rpc/reprocess.ts';
import { collectGarbage } from '../src/store/collect-garbage.ts';
import { COUNTED_EVERY_MS, countStorage } from '../src/store/count-storage.ts';
import { age, blobsOf, encodeRest, ingested, withFirstChunk } from './films.ts';
import { BYTES, forgetTasks, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const rpc = <Answer>(method: { handle: unknown }, videoId: string): Promise<Answer> =>
  (method.handle as (...args: unknown[]) => Promise<Answer>)(service.context, { videoId }, undefined);

const toldOf = async (videoId: string) =>
  (await service.told(StorageCountedSchema, videoId)).map(({ storedBytes }) => Number(storedBytes));

/** What was told last, when it was counted again: a film that is being made is not asked about all the time. */
async function counted(videoId: string): Promise<number | undefined> {
  await service.database.query.updateTable('jobs').set({ counted_at: null }).where('video_id', '=', videoId).execute();
  await countStorage(service.context);
  return (await toldOf(videoId)).at(-1);
}

/** Segments of renditions, and pictures, that are stored; the private copy of the source goes by itself. */
async function kept(videoId: string): Promise<number> {
  const keys = await blobsOf(service, videoId);
  return keys.filter((key) => /\.(m4s|jpg)$/.test(key) && !key.includes('/source/')).length * BYTES.length;
}

/** The next edition is begun: the pass that reads the film again has stored all of it and goes on. */
async function readAgain(videoId: string): Promise<TaskDouble> {
  await rpc(reprocess, videoId);
  const task = await service.claim();
  await task.plan();
  await task.source(0, 4);
  return task;
}

test('a film counts while it is made, and at the end as much as is there', async () => {
  const { videoId } = await withFirstChunk(service);
  const first = await counted(videoId);
  assert.ok(first && first === (await kept(videoId)), `${first} bytes are told`);
  const { length } = await toldOf(videoId);
  await counted(videoId);
  assert.equal((await toldOf(videoId)).length, length, 'nothing has changed: it is not told again');
  await encodeRest(service, videoId);
  const [finished] = await service.told(ProcessingFinishedSchema, videoId);
  assert.equal(Number(finished?.storedBytes), await kept(videoId));
  assert.ok(Number(finished?.storedBytes) > first);
  await counted(videoId);
  assert.equal((await toldOf(videoId)).length, length, 'its end has told it');
});

test('of a film that grows it is told every now and then, not with each chunk', async () => {
  const { videoId } = await withFirstChunk(service);
  const first = await counted(videoId);
  const chunk = await service.claim();
  await chunk.complete(await chunk.encode());
  await countStorage(service.context);
  assert.equal((await toldOf(videoId)).at(-1), first, 'it was told just now');
  await service.database.query
    .updateTable('jobs')
    .set({ counted_at: new Date(Date.now() - COUNTED_EVERY_MS - 1000) })
    .where('video_id', '=', videoId)
    .execute();
  await countStorage(service.context);
  assert.equal((await toldOf(videoId)).at(-1), await kept(videoId));
});

test('what an earlier version has made is told once', async () => {
  const { videoId } = await ingested(service);
  await encodeRest(service, videoId);
  const before = (await toldOf(videoId)).length;
  await service.database.query
    .updateTable('jobs')
    .set({ counted_version: null })
    .where('video_id', '=', videoId)
    .execute();
  await countStorage(service.context);
  await countStorage(service.context);
  assert.deepEqual((await toldOf(videoId)).slice(before), [await kept(videoId)]);
});

test('the next edition counts beside the one that plays, until one of them is given up', async () => {
  const { videoId } = await ingested(service);
  await encodeRest(service, videoId);
  const one = await kept(videoId);
  const task = await readAgain(videoId);
  await task.ingested(4);
  const chunk = await service.claim();
  await chunk.complete(await chunk.encode());
  const both = await kept(videoId);
  assert.ok(both > one);
  assert.equal(await counted(videoId), both);
  await rpc(cancelEdition, videoId);
  assert.equal(await counted(videoId), one);
});

test('a replacement that fails takes nothing of what plays off the count', async () => {
  const { videoId } = await ingested(service);
  await encodeRest(service, videoId);
  const one = await kept(videoId);
  await rpc(reprocess, videoId);
  const task = await service.claim();
  assert.equal((await task.fail('corrupt', false)).status, 204);
  const [failed] = await service.told(ProcessingFailedSchema, videoId);
  assert.equal(Number(failed?.storedBytes), one);
});

test('a film is not held up while it is counted, and what comes meanwhile is told later', async () => {
  const { videoId, jobId } = await withFirstChunk(service);
  const locked = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<void>();
  const holding = service.context.jobs.database.transaction(async (transaction) => {
    await sql`lock table pictures in access exclusive mode`.execute(transaction);
    locked.resolve();
    await looked.promise;
  });
  await locked.promise;
  const { query } = service.database;
  const count = counted(videoId);
  try {
    await eventually('it counts', async () => {
      const waiting = sql`select 1 from pg_locks where relation = 'pictures'::regclass and not granted`;
      return (await waiting.execute(query)).rows.length > 0;
    });
    await sql`select id from jobs where id = ${jobId} for update nowait`.execute(query);
    // As a part that is committed would.
    await sql`update jobs set version = version + 1 where id = ${jobId}`.execute(query);
  } finally {
    looked.resolve();
    await holding;
  }
  assert.equal(await count, await kept(videoId));
  const { length } = await toldOf(videoId);
  await counted(videoId);
  assert.equal((await toldOf(videoId)).length, length + 1);
});

test('a video that cannot be counted keeps no other one waiting', async () => {
  const broken = await withFirstChunk(service);
  const { query } = service.database;
  const chunks = query
    .updateTable('tasks')
    .where('job_id', '=', broken.jobId)
    .where('kind', '=', 'chunk')
    .where('state', '=', 'done');
  const results = await query.selectFrom('tasks').select(['id', 'result']).where('job_id', '=', broken.jobId).execute();
  await chunks.set({ result: JSON.stringify({ renditions: 1 }) }).execute();
  await query.updateTable('tasks').set({ state: 'cancelled' }).where('state', 'in', ['ready', 'leased']).execute();
  const { videoId } = await withFirstChunk(service);
  await query.updateTable('jobs').set({ counted_at: null }).where('video_id', '=', broken.videoId).execute();
  assert.equal(await counted(videoId), await kept(videoId));
  for (const { id, result } of results)
    await query
      .updateTable('tasks')
      .set({ result: result && JSON.stringify(result) })
      .where('id', '=', id)
      .execute();
  assert.equal(await counted(broken.videoId), await kept(broken.videoId));
});

test('an edition that fails on its way counts no more, and its files go, whatever follows it', async () => {
  const { videoId } = await ingested(service);
  await encodeRest(service, videoId);
  await age(service, videoId);
  await collectGarbage(service.context);
  const shown = await blobsOf(service, videoId);
  const task = await readAgain(videoId);
  const chunk = await service.claim();
  await chunk.complete(await chunk.encode());
  const one = Number((await service.told(ProcessingFinishedSchema, videoId))[0]?.storedBytes);
  assert.ok(Number(await counted(videoId)) > one);
  assert.equal((await task.fail('corrupt', false)).status, 204);
  const [failed] = await service.told(ProcessingFailedSchema, videoId);
  assert.equal(Number(failed?.storedBytes), one);
  await age(service, videoId);
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), shown, 'what plays is there, and nothing else');
});

test('an edition whose place another has taken counts no more, although it is served for a day', async () => {
  const { videoId, jobId } = await ingested(service);
  await encodeRest(service, videoId);
  const one = await kept(videoId);
  const task = await readAgain(videoId);
  await task.ingested(4);
  await encodeRest(service, videoId);
  const last = (await service.told(ProcessingFinishedSchema, videoId)).at(-1);
  assert.equal(Number(last?.storedBytes), await kept(videoId));
  const replaced = { videoId, edition: jobId, servedUntilMs: BigInt(Date.now() + 86_400_000) };
  await service.tell({
    id: videoId,
    producer: 'playback',
    type: EditionReplacedSchema.typeName,
    payload: toBinary(EditionReplacedSchema, create(EditionReplacedSchema, replaced)),
  });
  await eventually('it was heard', async () => (await service.context.jobs.find(jobId))?.served_until instanceof Date);
  assert.equal(await counted(videoId), (await kept(videoId)) - one);
});
