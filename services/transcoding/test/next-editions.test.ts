import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { EditionReplacedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { EditionWithdrawnSchema, ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { UploadStartedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { newId, type RecordAct } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { cancelEdition } from '../src/rpc/cancel-edition.ts';
import { reprocess } from '../src/rpc/reprocess.ts';
import { collectGarbage } from '../src/store/collect-garbage.ts';
import { readJobs } from '../src/store/read-jobs.ts';
import { listMadeBefore } from '../src/store/reprocess.ts';
import { retryFailed } from '../src/store/retry-failed.ts';
import { setUrgency } from '../src/store/set-urgency.ts';
import { age, blobsOf, encodeRest, ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TranscodingAlone } from './harness.ts';

/** The audit log is not what these are about. */
const unrecorded = async () => {};

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const rpc = <Answer>(method: { handle: unknown }, videoId: string): Promise<Answer> =>
  (method.handle as (...args: unknown[]) => Promise<Answer>)(service.context, { videoId }, undefined);

async function finished() {
  const film = await ingested(service, { segments: 2 });
  await encodeRest(service, film.videoId);
  return film;
}

const jobsOf = (videoId: string) =>
  service.database.query
    .selectFrom('jobs')
    .select(['id', 'state', 'edition_kind', 'held'])
    .where('video_id', '=', videoId)
    .orderBy('created_at')
    .execute();

/** Failed ones, as the administration lists them. */
async function listed(videoId: string) {
  const jobs = await readJobs(service.context.jobs.database, { states: ['failed'], beforeId: '', limit: 100 });
  return jobs.filter((job) => job.video_id === videoId).map(({ state, retriable }) => [state, retriable]);
}

/** A new file of a video begins to arrive. */
async function startReplacement(videoId: string) {
  const uploadId = newId();
  const message = { videoId, uploadId, fileName: 'b.mp4', sizeBytes: 1000n, replaces: true };
  await service.tell({
    id: videoId,
    producer: 'uploads',
    type: UploadStartedSchema.typeName,
    version: 7,
    payload: toBinary(UploadStartedSchema, create(UploadStartedSchema, message)),
  });
  await eventually('its job is there', async () => (await jobsOf(videoId)).at(-1)?.edition_kind === 'replacement');
  return uploadId;
}

test('a video is made anew of its file once at a time, and what fails takes nothing along', async () => {
  const { videoId, jobId } = await finished();
  await rpc(reprocess, videoId);
  await assert.rejects(rpc(reprocess, videoId), { code: 'transcoding.edition_running' });
  const task = await service.claim();
  assert.equal((await task.fail('corrupt', false)).status, 204);
  const [failed] = await service.told(ProcessingFailedSchema, videoId);
  assert.deepEqual([failed?.held, failed?.uploadId], [true, ''], 'it says nothing about the file');
  assert.deepEqual(
    (await jobsOf(videoId)).map(({ id, state }) => [id === jobId, state]),
    [
      [true, 'finished'],
      [false, 'failed'],
    ],
  );
  await rpc(reprocess, videoId);
});

test('a video without its file, or without an edition that is whole, is not made anew', async () => {
  const { videoId } = await finished();
  await service.engines.blobs.deletePrefix(`sources/${videoId}/`);
  await assert.rejects(rpc(reprocess, videoId), { code: 'transcoding.source_gone' });
  const { videoId: early } = await service.upload();
  await assert.rejects(rpc(reprocess, early), { code: 'transcoding.edition_running' });
  await assert.rejects(rpc(reprocess, newId()), { code: 'transcoding.edition_unknown' });
});

test('a new file ends what is made of the one before, and is given up with its upload named', async () => {
  const { videoId } = await finished();
  await rpc(reprocess, videoId);
  const uploadId = await startReplacement(videoId);
  assert.deepEqual(
    (await jobsOf(videoId)).map(({ edition_kind: kind, state }) => [kind, state]),
    [
      ['first', 'finished'],
      ['reprocessing', 'cancelled'],
      ['replacement', 'probing'],
    ],
  );
  assert.deepEqual(await rpc(cancelEdition, videoId), { cancelled: true, uploadId });
  assert.deepEqual(await rpc(cancelEdition, videoId), { cancelled: false, uploadId: '' });
  assert.deepEqual(await service.told(EditionWithdrawnSchema, videoId), [], 'nothing of it was shown');
});

test('what failed is made once more of its file, once at a time, and the act is told with it', async () => {
  const { videoId, jobId } = await service.upload();
  const acts: unknown[] = [];
  const retry = (id = videoId) => retryFailed(service.context, id, async (_, act) => void acts.push(act));
  await assert.rejects(retry(), { code: 'transcoding.edition_running' });
  await (await service.claim()).fail('corrupt', false);
  assert.deepEqual(await listed(videoId), [['failed', true]]);
  const tries = await Promise.allSettled([retry(), retry(), retry()]);
  assert.deepEqual(tries.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
  assert.deepEqual(acts, [
    { act: 'processing.retried', subject: { id: videoId, name: '' }, before: { failure: 'corrupt' } },
  ]);
  const [withdrawn] = await service.told(EditionWithdrawnSchema, videoId);
  assert.deepEqual([withdrawn?.edition, withdrawn?.held], [jobId, false]);
  assert.deepEqual(
    (await jobsOf(videoId)).map(({ state, edition_kind: kind, held }) => [state, kind, held]),
    [
      ['cancelled', 'first', false],
      ['probing', 'first', false],
    ],
  );
  assert.deepEqual(await listed(videoId), [], 'what failed is forgotten');
  await assert.rejects(retry(newId()), { code: 'transcoding.nothing_failed' });
});

test('what failed is not made once more when its file is gone, a newer edition is there or the act is not told', async () => {
  const { videoId } = await finished();
  const retry = (record: RecordAct = unrecorded) => retryFailed(service.context, videoId, record);
  await assert.rejects(retry(), { code: 'transcoding.nothing_failed' });
  await rpc(reprocess, videoId);
  await (await service.claim()).fail('corrupt', false);
  await assert.rejects(
    retry(() => Promise.reject(new Error('not told'))),
    { message: 'not told' },
  );
  assert.deepEqual(await listed(videoId), [['failed', true]]);
  await retry();
  await (await service.claim()).fail('corrupt', false);
  await rpc(reprocess, videoId);
  assert.deepEqual(await listed(videoId), [['failed', false]], 'a newer one is made');
  await (await service.claim()).fail('corrupt', false);
  assert.deepEqual(await listed(videoId), [
    ['failed', true],
    ['failed', false],
  ]);
  await service.engines.blobs.deletePrefix(`sources/${videoId}/`);
  await assert.rejects(retry(), { code: 'transcoding.source_gone' });
  await startReplacement(videoId);
  const { jobs } = service.context;
  const replacement = (await jobsOf(videoId)).at(-1)?.id ?? '';
  await jobs.database.transaction(async (transaction) =>
    jobs.failIn(transaction, await jobs.lock(transaction, replacement), { code: 'corrupt', message: 'Broken.' }),
  );
  assert.deepEqual((await listed(videoId))[0], ['failed', false], 'its file goes with it');
  await assert.rejects(retry(), { code: 'transcoding.source_gone' });
});

test('new uploads come before videos that are made anew, unless an administrator says otherwise', async () => {
  const { videoId } = await finished();
  await rpc(reprocess, videoId);
  const { videoId: fresh } = await service.upload();
  const first = await service.claim();
  assert.equal((await service.task(first.claimed.taskId)).state, 'leased');
  const jobOf = async (taskId: string) =>
    (
      await service.database.query
        .selectFrom('tasks')
        .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
        .select('video_id')
        .where('tasks.id', '=', taskId)
        .executeTakeFirstOrThrow()
    ).video_id;
  assert.equal(await jobOf(first.claimed.taskId), fresh);
  await service.upload();
  assert.equal(await setUrgency(service.context.jobs.database, { videoId, first: true }, unrecorded), true);
  assert.equal(await jobOf((await service.claim()).claimed.taskId), videoId);
  assert.equal(await setUrgency(service.context.jobs.database, { videoId: newId(), first: true }, unrecorded), false);
});

test('files of an edition go when nobody is served them any more, not before', async () => {
  const { videoId, jobId } = await finished();
  await age(service, videoId);
  await collectGarbage(service.context);
  const files = await blobsOf(service, videoId);
  assert.ok(files.length > 0);
  const replaced = { videoId, edition: jobId, servedUntilMs: BigInt(Date.now() + 60_000) };
  await service.tell({
    id: videoId,
    producer: 'playback',
    type: EditionReplacedSchema.typeName,
    payload: toBinary(EditionReplacedSchema, create(EditionReplacedSchema, replaced)),
  });
  const noted = () =>
    eventually('it is noted', async () => (await service.context.jobs.find(jobId))?.served_until ?? false);
  assert.equal((await noted()).getTime(), Number(replaced.servedUntilMs));
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), files);
  await service.database.query
    .updateTable('jobs')
    .set({ served_until: new Date(Date.now() - 2 * 3_600_000) })
    .where('id', '=', jobId)
    .execute();
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), []);
});

test('all videos that were processed before a time are found, page by page', async () => {
  const { videoId } = await finished();
  const found = await listMadeBefore(service.context, {
    before: new Date(Date.now() + 60_000),
    afterId: '',
    limit: 500,
  });
  assert.ok(found.includes(videoId));
  const page = { before: new Date(Date.now() + 60_000), afterId: videoId, limit: 500 };
  assert.ok(!(await listMadeBefore(service.context, page)).includes(videoId));
  assert.deepEqual(await listMadeBefore(service.context, { before: new Date(0), afterId: '', limit: 5 }), []);
});
