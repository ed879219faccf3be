import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  EditionWithdrawnSchema,
  PicturesCommittedSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { encodeWaiting } from './films.ts';
import {
  ARRIVING_BYTES,
  type ArrivingUpload,
  forgetTasks,
  startTranscoding,
  type TaskDouble,
  type TranscodingAlone,
} from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const claimGrowing = () => service.claim(undefined, 'growing');
const postpone = (task: TaskDouble, needsBytes: number | null) =>
  task.send('POST', '/postponement', { needsBytes }).then(({ status }) => assert.equal(status, 204));
const noTask = async (growing: boolean) =>
  assert.equal(await service.context.tasks.claim('somebody', { growing }), undefined);
const withdrawn = async ({ videoId }: ArrivingUpload) =>
  (await service.told(EditionWithdrawnSchema, videoId)).map(({ edition }) => edition);
/** A passed-through film of three segments, ingested to the end of what arrives. */
async function ingestArriving(): Promise<{ upload: ArrivingUpload; ingest: TaskDouble; edition: string }> {
  const upload = await service.startUpload();
  const ingest = await claimGrowing();
  await ingest.plan({ copyable: true });
  await ingest.source(0, 3);
  return { upload, ingest, edition: (await service.job(upload.videoId)).id };
}

test('a file that arrives is read apart from all other work', async () => {
  const upload = await service.startUpload();
  await noTask(false);
  const { claimed } = await claimGrowing();
  assert.deepEqual(claimed.work.kind === 'ingest' && [claimed.work.growing, claimed.work.sizeBytes], [
    true,
    ARRIVING_BYTES,
  ]);
  assert.equal(await service.context.tasks.countOpen(), 0, 'nobody waits for it to be done');
  await upload.abandoned();
});

test('a poster is shown long before the film has arrived, once it is there', async () => {
  const { upload, ingest } = await ingestArriving();
  assert.equal((await ingest.send('POST', '/poster', {})).status, 422);
  await ingest.put('poster.jpg');
  assert.equal((await ingest.send('POST', '/poster', {})).status, 204);
  const told = await service.told(PicturesCommittedSchema, upload.videoId);
  assert.match(told[0]?.posterBlobKey ?? '', /\/i-1\/poster\.jpg$/);
});

test('what is made meanwhile is finished when the file is known to be whole, and not before', async () => {
  const { upload, ingest, edition } = await ingestArriving();
  assert.equal((await ingest.ingested(3)).status, 204);
  await encodeWaiting(service);
  assert.equal((await service.job(upload.videoId)).state, 'encoding');
  await upload.completed();
  await eventually('it is finished', async () => (await service.job(upload.videoId)).state === 'finished');
  const finished = await service.told(ProcessingFinishedSchema, upload.videoId);
  assert.deepEqual([finished.map((event) => event.edition), await withdrawn(upload)], [[edition], []]);
});

test('how long a film is, is told with all that is made of it once its file was read to the end', async () => {
  const { upload, ingest } = await ingestArriving();
  const told = async () =>
    (await service.told(SegmentsCommittedSchema, upload.videoId)).map(({ filmDurationMs }) => filmDurationMs);
  assert.deepEqual(await told(), [0n, 0n, 0n]);
  assert.equal((await ingest.ingested(3)).status, 204);
  await encodeWaiting(service);
  const later = (await told()).slice(3);
  assert.deepEqual([...new Set(later)], [12_000n]);
  assert.ok(later.length > 1, 'with its end, and with what was encoded');
});

test('an attempt that is cut off after the last byte goes on from the whole file, by the same plan', async () => {
  const { upload, ingest } = await ingestArriving();
  await encodeWaiting(service);
  await upload.completed();
  await eventually('it is told', async () => (await service.context.tasks.countOpen()) > 0);
  await service.expire(ingest.claimed.taskId);
  const { claimed } = await service.claim();
  assert.ok(claimed.work.kind === 'ingest' && !claimed.work.growing && claimed.work.probe);
  assert.equal(claimed.work.committedVideo, 3);
});

test('a task that needs more of its source rests until that has arrived', async () => {
  const upload = await service.startUpload();
  const first = await claimGrowing();
  await postpone(first, 600);
  await noTask(true);
  upload.arrived(599);
  await eventually('it was asked about', async () => (await service.context.tasks.listWaiting()).length === 1);
  await noTask(true);
  upload.arrived(600);
  const again = await eventually('it goes on', () => service.context.tasks.claim('w', { growing: true }));
  assert.deepEqual([again.id, again.failures], [first.claimed.taskId, 0]);
});

test('a task that needs the whole file is woken by its end alone', async () => {
  const upload = await service.startUpload();
  await postpone(await claimGrowing(), null);
  upload.arrived(ARRIVING_BYTES);
  await service.context.uploads.getUploads({ videoIds: [upload.videoId] });
  await noTask(true);
  await upload.completed();
  const { claimed } = await service.claim();
  assert.ok(claimed.work.kind === 'ingest' && !claimed.work.growing);
});

test('a task given back after the file became whole is ready at once', async () => {
  const upload = await service.startUpload();
  const growing = await claimGrowing();
  await upload.completed();
  await eventually('it is told', async () => (await service.context.tasks.countOpen()) > 0);
  await postpone(growing, null);
  assert.equal((await service.claim()).claimed.taskId, growing.claimed.taskId);
});

test('what was shown of an upload that is given up goes, and its tasks with it', async () => {
  const { upload, edition } = await ingestArriving();
  await upload.abandoned();
  await eventually('it ends', async () => (await service.job(upload.videoId)).state === 'cancelled');
  assert.deepEqual(await withdrawn(upload), [edition]);
  assert.deepEqual(await service.told(ProcessingFailedSchema, upload.videoId), []);
  await noTask(false);
});

test('an index that was not the file’s own withdraws everything and begins anew with the whole file', async () => {
  const { upload, ingest, edition } = await ingestArriving();
  assert.equal((await ingest.ingested(3)).status, 204);
  await upload.completed({ indexDiffers: true });
  const { claimed } = await eventually('it begins anew', () => claimIngest());
  assert.ok(claimed.work.kind === 'ingest' && !claimed.work.growing && claimed.work.committedVideo === 0);
  assert.notEqual((await service.job(upload.videoId)).id, edition);
  assert.deepEqual(await withdrawn(upload), [edition]);
});

test('a film that failed by a wrong index gets its chance when all of it is there', async () => {
  const upload = await service.startUpload();
  assert.equal((await (await claimGrowing()).fail('too_long', false)).status, 204);
  assert.equal((await service.job(upload.videoId)).state, 'failed');
  await upload.completed({ indexDiffers: true });
  const { claimed } = await eventually('it begins anew', () => claimIngest());
  assert.equal(claimed.work.kind, 'ingest');
});

test('damage in a part is withdrawn and judged when the file is whole', async () => {
  const { upload, ingest, edition } = await ingestArriving();
  assert.equal((await ingest.fail('corrupt', false)).status, 204);
  assert.deepEqual(await withdrawn(upload), [edition]);
  assert.deepEqual(await service.told(ProcessingFailedSchema, upload.videoId), []);
  await noTask(true);
  await upload.completed();
  const again = await eventually('it is tried as a whole', () => claimIngest());
  assert.equal((await again.fail('corrupt', false)).status, 204);
  const failed = await service.told(ProcessingFailedSchema, upload.videoId);
  assert.deepEqual(
    failed.map(({ code, uploadId }) => [code, uploadId]),
    [['corrupt', upload.uploadId]],
  );
});

test('packets that cannot be copied are encoded from the whole file, and what plays stays until then', async () => {
  const { upload, ingest } = await ingestArriving();
  assert.equal((await ingest.fail('needs_encoding', false)).status, 204);
  assert.deepEqual(await withdrawn(upload), []);
  await upload.completed();
  const { claimed } = await eventually('it is encoded', () => claimIngest());
  assert.deepEqual(claimed.work.kind === 'ingest' && [claimed.work.encode, claimed.work.growing], [true, false]);
});

test('what cannot be passed through is encoded while it arrives, and what plays stays until then', async () => {
  const { upload, ingest, edition } = await ingestArriving();
  assert.equal((await ingest.fail('passthrough_refused', false)).status, 204);
  assert.deepEqual(await withdrawn(upload), []);
  const next = await claimGrowing();
  assert.notEqual((await service.job(upload.videoId)).id, edition);
  assert.ok(next.claimed.work.kind === 'ingest' && next.claimed.work.growing && !next.claimed.work.mayPassThrough);
  await upload.abandoned();
  await eventually('what plays is withdrawn with it', async () => (await withdrawn(upload)).length === 1);
});

test('a file that is whole while its edition is being replaced belongs to the one that comes after', async () => {
  const { upload, edition } = await ingestArriving();
  const { jobs } = service.context;
  const locked = Promise.withResolvers<void>();
  const awaited = Promise.withResolvers<void>();
  const replaced = jobs.database.transaction(async (transaction) => {
    const job = await jobs.lock(transaction, edition);
    locked.resolve();
    await awaited.promise;
    await jobs.replaceIn(transaction, job, { mayPassThrough: false });
  });
  await locked.promise;
  const completed = upload.completed();
  await eventually('somebody waits for the job', async () => {
    const { rows } = await sql`select from pg_stat_activity where wait_event_type = 'Lock'`.execute(
      service.database.query,
    );
    return rows.length > 0;
  });
  awaited.resolve();
  await Promise.all([replaced, completed]);
  const next = await eventually('it is noted', () =>
    service.database.query
      .selectFrom('jobs')
      .select('id')
      .where('upload_id', '=', upload.uploadId)
      .where('source_blob', 'is not', null)
      .executeTakeFirst(),
  );
  assert.notEqual(next.id, edition);
});

test('what the first bytes decide ends the job while the rest is still being sent', async () => {
  const upload = await service.startUpload();
  assert.equal((await (await claimGrowing()).fail('image_refused', false)).status, 204);
  const failed = await service.told(ProcessingFailedSchema, upload.videoId);
  assert.deepEqual(
    failed.map(({ code, uploadId }) => [code, uploadId]),
    [['image_refused', upload.uploadId]],
  );
  await upload.abandoned();
  await noTask(true);
});

test('a machine that fails again and again does not fail a file that is not whole', async () => {
  const upload = await service.startUpload();
  for (let attempt = 0; attempt < 3; attempt++) {
    await service.database.query
      .updateTable('tasks')
      .set({ not_before: new Date(0) })
      .execute();
    assert.equal((await (await claimGrowing()).fail('server_away', true)).status, 204);
  }
  assert.equal((await service.job(upload.videoId)).state, 'probing');
  await upload.completed();
  assert.equal((await eventually('it is tried as a whole', () => claimIngest())).claimed.work.kind, 'ingest');
});

/** The next task that is no chunk, once there is one. */
async function claimIngest(): Promise<TaskDouble | undefined> {
  const open = await service.database.query
    .selectFrom('tasks')
    .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
    .select('tasks.id')
    .where('kind', '=', 'ingest')
    .where('tasks.state', '=', 'ready')
    .where('source_blob', 'is not', null)
    .executeTakeFirst();
  return open && service.claim();
}
