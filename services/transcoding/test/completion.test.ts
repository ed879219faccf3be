import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import type { ChunkCompletion } from '@kinora/worker';
import { getProcessing } from '../src/rpc/get-processing.ts';
import { collectGarbage } from '../src/store/collect-garbage.ts';
import { age, blobsOf, encodeRest, withFirstChunk } from './films.ts';
import { forgetTasks, sha256, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const namesOf = ({ claimed }: TaskDouble) =>
  (claimed.work.kind === 'chunk' ? claimed.work.renditions : []).map(({ name }) => name);
const progress = async (videoId: string) => {
  const { processings } = (await getProcessing.handle(
    service.context,
    { videoIds: [videoId] } as never,
    undefined as never,
  )) as {
    processings: { state: ProcessingState; failureCode: string; renditions: { doneMs: bigint; complete: boolean }[] }[];
  };
  return processings[0];
};

test('a film is planned, encoded and finished; its progress is told on the way', async () => {
  const { videoId } = await service.upload();
  const ingest = await service.claim();
  assert.equal((await progress(videoId))?.state, ProcessingState.PROBING);
  const plan = await ingest.plan();
  assert.deepEqual([plan.passthrough, plan.ladder.map(({ name }) => name)], [false, ['360p', '240p']]);
  assert.deepEqual(await ingest.plan(), plan, 'asked again, the same plan is answered');
  await ingest.source(0, 3);
  await ingest.source(2, 1);
  assert.equal((await ingest.ingested(3)).status, 204);
  const first = await service.claim();
  assert.deepEqual(namesOf(first), ['360p'], 'one rendition of the first chunk goes before all else');
  assert.equal((await first.complete(await first.encode())).status, 204);
  assert.deepEqual(
    (await service.told(SegmentsCommittedSchema, videoId)).map(({ rendition, segments }) => [
      rendition,
      segments.length,
    ]),
    [['360p', 2]],
    'it plays',
  );
  const chunk = await service.claim();
  assert.deepEqual(namesOf(chunk), ['240p'], 'then what is left of it');
  await chunk.heartbeat(2000);
  assert.equal((await progress(videoId))?.state, ProcessingState.ENCODING);
  assert.equal((await progress(videoId))?.renditions[0]?.doneMs, 2000n);
  assert.equal((await chunk.complete(await chunk.encode())).status, 204);
  await encodeRest(service, videoId);
  const done = await progress(videoId);
  assert.equal(done?.state, ProcessingState.FINISHED);
  assert.deepEqual(
    done?.renditions.map(({ doneMs, complete }) => [doneMs, complete]),
    [
      [12_000n, true],
      [12_000n, true],
    ],
  );
  assert.equal((await service.told(ProcessingPlannedSchema, videoId)).length, 1);
  assert.equal((await service.told(ProcessingFinishedSchema, videoId)).length, 1);
  for (const name of ['360p', '240p']) {
    const sequences = (await service.told(SegmentsCommittedSchema, videoId))
      .filter(({ rendition }) => rendition === name)
      .flatMap(({ firstSequence, segments }) => segments.map((_, index) => firstSequence + index));
    assert.deepEqual(
      sequences.toSorted((a, b) => a - b),
      [0, 1, 2, 3],
      name,
    );
  }
});

test('a result that does not fit the task is refused whole', async () => {
  const { videoId } = await withFirstChunk(service);
  const told = (await service.told(SegmentsCommittedSchema, videoId)).length;
  const chunk = await service.claim();
  const good = await chunk.encode();
  const change = (edit: (completion: ChunkCompletion) => void) => {
    const changed = structuredClone(good);
    edit(changed);
    return changed;
  };
  const first = (completion: ChunkCompletion) => {
    const [rendition] = completion.renditions;
    const [segment] = rendition?.segments ?? [];
    assert.ok(rendition && segment);
    return { rendition, segment };
  };
  const wrong: Record<string, ChunkCompletion> = {
    'a frame too few': change((c) => first(c).rendition.frames--),
    'a frame too many': change((c) => first(c).rendition.frames++),
    'another size': change((c) => first(c).segment.sizeBytes++),
    'another number': change((c) => first(c).segment.sequence++),
    'a segment too many': change((c) => {
      const { rendition, segment } = first(c);
      rendition.segments.push({ ...segment, sequence: segment.sequence + rendition.segments.length });
    }),
    'no segments': change((c) => {
      first(c).rendition.segments = [];
    }),
    'a rendition too few': change((c) => c.renditions.pop()),
    'a rendition twice': change((c) => c.renditions.push(structuredClone(first(c).rendition))),
    'another rendition': change((c) => {
      first(c).rendition.name = '144p';
    }),
  };
  for (const [what, completion] of Object.entries(wrong)) {
    assert.equal((await chunk.complete(completion)).status, 422, what);
  }
  const prefix = `videos/${videoId}/${(await service.job(videoId)).id}/c2-1/`;
  for (const name of ['360p/2.m4s', '240p/init.mp4', 'storyboard.jpg']) {
    await service.engines.blobs.delete(prefix + name);
    assert.equal((await chunk.complete(good)).status, 422, `without ${name}`);
    assert.equal((await chunk.put(name)).status, 204);
  }
  assert.equal((await service.told(SegmentsCommittedSchema, videoId)).length, told);
  assert.equal((await service.task(chunk.claimed.taskId)).state, 'leased');

  // Renditions of several chunks are one stream: their init segments are one.
  assert.equal((await chunk.complete(good)).status, 204);
  const second = await service.claim();
  const differs = await second.encode();
  first(differs).rendition.initSha256 = sha256(Buffer.from('another'));
  const before = (await service.told(SegmentsCommittedSchema, videoId)).length;
  assert.equal((await second.complete(differs)).status, 422);
  assert.equal((await service.told(SegmentsCommittedSchema, videoId)).length, before);
});

test('an ingest pass that lost a segment is not complete', async () => {
  await service.upload();
  const task = await service.claim();
  await task.plan();
  await task.source(0, 2);
  assert.equal((await task.ingested(3)).status, 422);
  assert.equal((await task.ingested(0)).status, 422);
  assert.equal((await task.ingested(2, { audio: [{ name: 'audio', segments: 1, loudnessLufs: null }] })).status, 422);
  assert.equal((await task.ingested(2, { poster: true })).status, 422, 'the poster is not there');
  assert.equal((await task.ingested(2)).status, 204);
});

test('the same completion twice is one result, one after the other and at once', async () => {
  const { videoId } = await withFirstChunk(service);
  for (const together of [false, true]) {
    const chunk = await service.claim();
    const completion = await chunk.encode();
    const before = (await service.told(SegmentsCommittedSchema, videoId)).length;
    const send = () => chunk.complete(completion);
    const answers = together ? await Promise.all([send(), send(), send()]) : [await send(), await send()];
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([204]));
    assert.equal((await service.told(SegmentsCommittedSchema, videoId)).length, before + 2);
  }
});

test("a machine's fault is tried again after a pause, three times", async () => {
  const { videoId } = await service.upload();
  for (const failures of [1, 2, 3]) {
    const task = await service.claim();
    assert.equal(task.claimed.attempt, failures);
    assert.equal((await task.fail('worker_failed', true)).status, 204);
    const row = await service.task(task.claimed.taskId);
    assert.deepEqual([row.state, row.failures], [failures < 3 ? 'ready' : 'failed', failures]);
    assert.equal(await service.context.tasks.claim('impatient'), undefined, 'it rests');
    await service.database.query
      .updateTable('tasks')
      .set({ not_before: new Date(0) })
      .where('id', '=', task.claimed.taskId)
      .execute();
  }
  assert.deepEqual(await service.job(videoId).then(({ state, failure_code }) => [state, failure_code]), [
    'failed',
    'worker_failed',
  ]);
  assert.equal((await progress(videoId))?.failureCode, 'worker_failed');
  const told = await service.told(ProcessingFailedSchema, videoId);
  assert.deepEqual(
    told.map(({ code }) => code),
    ['worker_failed'],
  );
});

test("a file's fault ends the job at once, and its other tasks with it", async () => {
  const { videoId, jobId } = await service.upload();
  const ingest = await service.claim();
  await ingest.plan();
  await ingest.source(0, 4);
  const other = await service.claim();
  assert.equal((await ingest.fail('corrupt', false)).status, 204);
  assert.equal((await service.job(videoId)).state, 'failed');
  assert.equal(await other.heartbeat(), true);
  assert.equal((await other.complete({ kind: 'chunk', renditions: [], storyboard: null })).status, 409);
  const states = (await service.context.tasks.listOfJobs([jobId])).map(({ state }) => state);
  assert.deepEqual(new Set(states), new Set(['cancelled', 'failed']));
});

test('packets that cannot be copied are encoded in a new edition', async () => {
  const { videoId, jobId } = await service.upload();
  const task = await service.claim();
  assert.equal((await task.plan({ copyable: true })).passthrough, true);
  assert.equal((await task.fail('needs_encoding', false)).status, 204);
  const next = await service.claim();
  assert.notEqual((await service.job(videoId)).id, jobId);
  assert.ok(next.claimed.work.kind === 'ingest' && next.claimed.work.encode && !next.claimed.work.mayPassThrough);
  // Once is enough: the same reason again is the end.
  await next.fail('needs_encoding', false);
  assert.equal((await service.job(videoId)).state, 'failed');
  assert.equal((await service.told(ProcessingFailedSchema, videoId)).length, 1);
});

test('a passthrough refused at the end starts again without, and what is shown stays until that plays', async () => {
  const { videoId, jobId } = await service.upload();
  const task = await service.claim();
  await task.plan({ copyable: true });
  await task.source(0, 3);
  assert.equal((await service.told(SegmentsCommittedSchema, videoId)).length, 3, 'published as it is read');
  assert.equal((await task.ingested(3, { publishable: false, refusedBecause: ['open-gop'] })).status, 204);
  const next = await service.claim();
  assert.ok(next.claimed.work.kind === 'ingest' && !next.claimed.work.mayPassThrough && !next.claimed.work.encode);
  assert.equal((await next.plan({ copyable: true })).passthrough, false);

  await age(service, videoId);
  await collectGarbage(service.context);
  assert.ok((await blobsOf(service, videoId)).some((key) => key.includes(jobId)));
  await next.source(0, 3);
  await next.ingested(3);
  await encodeRest(service, videoId);
  await age(service, videoId);
  await collectGarbage(service.context);
  assert.ok(!(await blobsOf(service, videoId)).some((key) => key.includes(jobId)));
});

test('a passthrough refused on the way starts again at once, and only once', async () => {
  const { videoId, jobId } = await service.upload();
  const task = await service.claim();
  await task.plan({ copyable: true });
  await task.source(0, 2);
  assert.equal((await task.fail('passthrough_refused', false)).status, 204);
  const next = await service.claim();
  assert.notEqual((await service.job(videoId)).id, jobId);
  assert.ok(next.claimed.work.kind === 'ingest' && !next.claimed.work.mayPassThrough && !next.claimed.work.encode);
  assert.equal((await next.plan({ copyable: true })).passthrough, false);
  await next.fail('passthrough_refused', false);
  assert.equal((await service.job(videoId)).state, 'failed', 'what was not asked for cannot be refused');
});

test('what is encoded on its way cannot be refused: it would begin again for ever', async () => {
  const { videoId } = await service.upload();
  await (await service.claim()).fail('needs_encoding', false);
  const task = await service.claim();
  assert.equal((await task.plan({ copyable: true })).passthrough, true, 'what it encodes is shown as it is');
  await task.fail('passthrough_refused', false);
  assert.equal((await service.job(videoId)).state, 'failed');
});

test('a task that ends every worker is given up with its job', async () => {
  const { videoId } = await service.upload();
  for (const attempt of [1, 2, 3, 4, 5, 6, 7]) {
    const task = await service.claim();
    assert.equal(task.claimed.attempt, attempt);
    await service.expire(task.claimed.taskId);
  }
  assert.equal(await service.context.tasks.claim('the-next-one'), undefined);
  await service.context.tasks.giveUpPoisoned();
  assert.deepEqual(await service.job(videoId).then(({ state, failure_code }) => [state, failure_code]), [
    'failed',
    'worker_lost',
  ]);
  await service.context.tasks.giveUpPoisoned();
  assert.equal((await service.told(ProcessingFailedSchema, videoId)).length, 1);
});
