import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { EditionReplacedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import {
  EditionWithdrawnSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { eventually } from '@kinora/testing';
import type { SpliceWork } from '@kinora/worker';
import { getTrim } from '../src/rpc/get-trim.ts';
import { reprocess } from '../src/rpc/reprocess.ts';
import { trim } from '../src/rpc/trim.ts';
import { collectGarbage } from '../src/store/collect-garbage.ts';
import { retryFailed } from '../src/store/retry-failed.ts';
import { age, blobsOf, encodeRest, ingested } from './films.ts';
import { BYTES, forgetTasks, sha256, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const call = <Answer>(method: { handle: unknown }, message: object): Promise<Answer> =>
  (method.handle as (...args: unknown[]) => Promise<Answer>)(service.context, message, undefined);

/** Of a film of 16 s, whose segments are 4 s long; nothing given restores it. */
const keep = (videoId: string, ...ranges: [number, number][]) =>
  call(trim, { videoId, ranges: ranges.map(([start, end]) => ({ startMs: BigInt(start), endMs: BigInt(end) })) });

async function finished(options: { copyable?: boolean } = {}) {
  const film = await ingested(service, options);
  await encodeRest(service, film.videoId);
  return film;
}

/** What a worker would say of a splice, with bytes that are nothing but bytes. */
async function splice(task: TaskDouble, initBytes: Uint8Array = BYTES, { knowsBeside = true } = {}) {
  const { work } = task.claimed;
  assert.equal(work.kind, 'splice');
  if (work.kind !== 'splice') throw new Error('This is no splice.');
  const made = new Map<string, number[]>();
  for (const { rendition, sequence } of [...work.copies, ...work.sound])
    made.set(rendition, [...(made.get(rendition) ?? []), sequence]);
  for (const { name } of work.encode?.renditions ?? []) {
    made.set(
      name,
      (work.encode?.cuts90k ?? []).map((_, index) => (work.encode?.firstSequence ?? 0) + index),
    );
    await task.put(`${name}/init.mp4`, initBytes);
  }
  if (work.poster) await task.put('poster.jpg');
  if (work.sheet) await task.put('storyboard.jpg');
  for (const [name, sequences] of made) for (const sequence of sequences) await task.put(`${name}/${sequence}.m4s`);
  return {
    kind: 'splice',
    ...(knowsBeside ? { ownParameters: work.copies.some(({ rendition }) => rendition === work.besideOwn) } : {}),
    renditions: [...made].map(([name, sequences]) => ({
      name,
      init: work.encode
        ? {
            ...{ codecs: 'avc1.4d401e', sha256: sha256(initBytes) },
            ...(knowsBeside ? { besideOwn: name === work.besideOwn } : {}),
          }
        : null,
      segments: sequences.map((sequence) => ({ sequence, sizeBytes: BYTES.length, sha256: sha256(BYTES) })),
    })),
  };
}

async function spliceRest(videoId: string): Promise<void> {
  while ((await service.job(videoId)).state === 'encoding') {
    const task = await service.claim();
    assert.equal((await task.complete(await splice(task))).status, 204);
  }
}

/** As playback tells it, when nobody may be watching it any more. */
async function replaced(videoId: string, edition: string, version: number): Promise<void> {
  const servedUntilMs = BigInt(Date.now() - 2 * 3_600_000);
  await service.tell({
    id: videoId,
    producer: 'playback',
    type: EditionReplacedSchema.typeName,
    version,
    payload: toBinary(EditionReplacedSchema, create(EditionReplacedSchema, { videoId, edition, servedUntilMs })),
  });
  await eventually('it was heard', async () => (await service.context.jobs.find(edition))?.served_until ?? undefined);
}

test('a trim is told as an edition that is held back, with every segment once', async () => {
  const { videoId, jobId } = await finished();
  await keep(videoId, [2000, 9000], [12_000, 16_000]);
  await assert.rejects(keep(videoId, [0, 5000]), { code: 'transcoding.edition_running' });
  await spliceRest(videoId);
  const { id } = await service.job(videoId);
  const planned = (await service.told(ProcessingPlannedSchema, videoId)).at(-1);
  assert.deepEqual([planned?.edition, planned?.held, planned?.durationMs], [id, true, 11_000n]);
  assert.deepEqual(
    planned?.shown.map(({ startMs, endMs }) => [startMs, endMs]),
    [
      [2000n, 9000n],
      [12_000n, 16_000n],
    ],
  );
  const runs = (await service.told(SegmentsCommittedSchema, videoId)).filter(({ edition }) => edition === id);
  for (const [rendition, of] of Map.groupBy(runs, (run) => run.rendition)) {
    const sequences = of.flatMap(({ firstSequence, segments }) => segments.map((_, index) => firstSequence + index));
    assert.deepEqual(
      sequences.toSorted((a, b) => a - b),
      [0, 1, 2, 3],
      rendition,
    );
    assert.equal(new Set(of.map(({ initBlobKey }) => initBlobKey).filter(Boolean)).size, 1, 'one init segment');
    const ends = of.filter(({ last }) => last).map(({ firstSequence }) => firstSequence);
    assert.deepEqual(ends, [4], `where ${rendition} ends is told once`);
  }
  const own = (await service.told(ProcessingFinishedSchema, videoId)).map(({ storedBytes }) => Number(storedBytes));
  assert.ok((own[1] ?? 0) > (own[0] ?? 0), 'the whole film is kept beside it');
  const now = await call<{ ranges: unknown[]; durationMs: bigint }>(getTrim, { videoId });
  assert.deepEqual([now.ranges.length, now.durationMs], [2, 16_000n]);
  await assert.rejects(call(reprocess, { videoId }), { code: 'transcoding.video_trimmed' });
  assert.equal((await service.context.jobs.find(id))?.base_job, jobId);
});

test('parts of a trimmed film are changed in times of the whole film', async () => {
  const { videoId, jobId } = await finished();
  await keep(videoId, [4000, 8000]);
  await spliceRest(videoId);
  const before = await call<{ wholeEdition: string }>(getTrim, { videoId });
  assert.equal(before.wholeEdition, jobId);
  await keep(videoId, [2000, 12_000]);
  await spliceRest(videoId);
  const now = await call<{ ranges: object[]; durationMs: bigint; wholeEdition: string }>(getTrim, { videoId });
  assert.deepEqual(now.ranges, [{ startMs: 2000n, endMs: 12_000n }]);
  assert.deepEqual([now.durationMs, now.wholeEdition], [16_000n, jobId]);
  const { id } = await service.job(videoId);
  assert.equal(
    (await service.context.jobs.find(id))?.base_job,
    jobId,
    'it is made of all of the film, not of the trim',
  );
});

/** How many segments of the file's own picture, or of one encoded in its place, the newest edition's tasks make. */
async function plannedOf(videoId: string, rendition: string): Promise<{ copied: number; encoded: number }> {
  const { id } = await service.job(videoId);
  const tasks = service.database.query.selectFrom('tasks').select('payload').where('job_id', '=', id);
  const works = (await tasks.execute()).map(({ payload }) => (payload as unknown as { work: SpliceWork }).work);
  return {
    copied: works.flatMap(({ copies }) => copies).filter((copy) => copy.rendition === rendition).length,
    encoded: works
      .filter(({ encode }) => encode?.renditions.some(({ name }) => name === rendition))
      .reduce((sum, { encode }) => sum + (encode?.cuts90k.length ?? 0), 0),
  };
}

test('a file’s own picture is copied, but for segments in which a cut lies', async () => {
  for (const [end, encoded] of [
    [8000, 0],
    [9000, 1],
  ] as const) {
    const { videoId } = await finished({ copyable: true });
    await keep(videoId, [0, end]);
    assert.deepEqual(await plannedOf(videoId, '360p'), { copied: 2, encoded }, `${end} ms`);
    await spliceRest(videoId);
    const { id, state } = await service.job(videoId);
    assert.equal(state, 'finished');
    const runs = (await service.told(SegmentsCommittedSchema, videoId)).filter(({ edition }) => edition === id);
    const inits = runs.filter(({ rendition }) => rendition === '360p').map(({ initBlobKey }) => initBlobKey);
    const [init, ...others] = new Set(inits.filter(Boolean));
    assert.equal(others.length, 0, 'one init segment');
    assert.equal(init?.includes(id), encoded > 0, 'with cuts within segments it is another one than the file’s');
  }
});

test('where nothing can stand beside a file’s own picture, all of it is encoded, in another edition', async () => {
  const refusals: ((task: TaskDouble) => Promise<Response>)[] = [
    (task) => task.fail('passthrough_refused', false),
    // A worker of an earlier release.
    async (task) => task.complete(await splice(task, BYTES, { knowsBeside: false })),
    // The first edge is taken over, the second has another init segment.
    async (task) => {
      assert.equal((await task.complete(await splice(task))).status, 204);
      const second = await service.claim();
      return second.complete(await splice(second, Buffer.from('another')));
    },
    // Edges are taken over, and what lies between them is copied by a worker of an earlier release.
    async (task) => {
      assert.equal((await task.complete(await splice(task))).status, 204);
      for (;;) {
        const next = await service.claim();
        const { work } = next.claimed;
        assert.ok(work.kind === 'splice');
        const isCopy = work.copies.length > 0;
        const answer = await next.complete(await splice(next, BYTES, { knowsBeside: !isCopy }));
        if (isCopy) return answer;
        assert.equal(answer.status, 204);
      }
    },
  ];
  for (const refuse of refusals) {
    const { videoId, jobId } = await finished({ copyable: true });
    await keep(videoId, [2000, 9000]);
    const { id: first } = await service.job(videoId);
    assert.deepEqual(await plannedOf(videoId, '360p'), { copied: 1, encoded: 2 });
    const task = await service.claim();
    assert.equal((await refuse(task)).status, 204);
    assert.equal(await task.heartbeat(), true, 'it is over');
    assert.deepEqual(
      (await service.told(EditionWithdrawnSchema, videoId)).map(({ edition, held }) => [edition, held]),
      [[first, true]],
    );
    const { id: second } = await service.job(videoId);
    assert.notEqual(second, first);
    assert.deepEqual(await plannedOf(videoId, '360p'), { copied: 0, encoded: 3 });
    const [planned, before] = (await service.told(ProcessingPlannedSchema, videoId)).toReversed();
    assert.deepEqual([planned?.edition, before?.edition, planned?.held], [second, first, true]);
    assert.deepEqual([planned?.shown, planned?.durationMs], [before?.shown, before?.durationMs]);
    await spliceRest(videoId);
    assert.equal((await service.job(videoId)).state, 'finished');
    assert.equal((await service.context.jobs.find(second))?.base_job, jobId);
  }
});

test('where all of a picture is encoded and still does not fit, the trim fails, and is tried again as it was', async () => {
  const { videoId } = await finished({ copyable: true });
  await keep(videoId, [2000, 9000]);
  await (await service.claim()).fail('passthrough_refused', false);
  await (await service.claim()).fail('passthrough_refused', false);
  assert.deepEqual(
    [(await service.job(videoId)).state, (await service.job(videoId)).failure_code],
    ['failed', 'passthrough_refused'],
  );
  const { id: failed } = await service.job(videoId);
  await retryFailed(service.context, videoId, async () => {});
  await spliceRest(videoId);
  const { id, state } = await service.job(videoId);
  const [before, after] = [await service.context.jobs.find(failed), await service.context.jobs.find(id)];
  assert.deepEqual([state, after?.ranges, after?.base_job], ['finished', before?.ranges, before?.base_job]);
  assert.deepEqual([before?.state, after?.may_pass_through], ['cancelled', false]);
});

test('files of the whole film stay while a trim of it may be undone, and those of an undone trim go', async () => {
  const { videoId, jobId } = await finished();
  await keep(videoId, [2000, 9000]);
  await spliceRest(videoId);
  const { id: trimmed } = await service.job(videoId);
  await replaced(videoId, jobId, 1);
  await age(service, videoId);
  await collectGarbage(service.context);
  const under = async (edition: string) => (await blobsOf(service, videoId)).filter((key) => key.includes(edition));
  assert.ok((await under(jobId)).length > 0 && (await under(trimmed)).length > 0);
  for (const { initBlobKey, blobPrefix, firstSequence, segments } of await service.told(
    SegmentsCommittedSchema,
    videoId,
  )) {
    const named = segments.map((_, index) => `${blobPrefix}${firstSequence + index}.m4s`);
    for (const key of initBlobKey ? [...named, initBlobKey] : named)
      assert.ok(await service.engines.blobs.head(key), key);
  }
  const whole = await under(jobId);

  await keep(videoId);
  const { id: restored } = await service.job(videoId);
  assert.notEqual(restored, trimmed);
  await replaced(videoId, trimmed, 2);
  await age(service, videoId);
  await collectGarbage(service.context);
  assert.deepEqual(await under(trimmed), []);
  assert.deepEqual(await under(jobId), whole);

  await replaced(videoId, restored, 3);
  await collectGarbage(service.context);
  await collectGarbage(service.context);
  assert.deepEqual(await blobsOf(service, videoId), [], 'with what was shown again the whole film goes');
});

test('a worker that lost its lease commits nothing, another makes it', async () => {
  const { videoId } = await finished();
  await keep(videoId, [0, 9000]);
  const lost = await service.claim();
  const completion = await splice(lost);
  await service.expire(lost.claimed.taskId);
  await spliceRest(videoId);
  assert.equal((await lost.complete(completion)).status, 409);
  assert.equal((await service.job(videoId)).state, 'finished');
});

test('edges that another encoder made are not put beside what is there: the trim fails and says what to do', async () => {
  const { videoId } = await finished();
  await keep(videoId, [2000, 3500]);
  const task = await service.claim();
  assert.equal((await task.complete(await splice(task, Buffer.from('another')))).status, 204);
  assert.deepEqual(
    [(await service.job(videoId)).state, (await service.job(videoId)).failure_code],
    ['failed', 'encoder_changed'],
  );
  const [failed] = await service.told(ProcessingFailedSchema, videoId);
  assert.deepEqual([failed?.held, failed?.uploadId], [true, '']);
  await keep(videoId, [4000, 8000]);
});

test('a task reads the files that it is made of, and no others', async () => {
  const { videoId } = await finished();
  await keep(videoId, [4000, 8000]);
  const task = await service.claim();
  assert.equal((await task.send('GET', '/base/360p/2.m4s')).status, 200);
  for (const name of ['360p/0.m4s', '../x', 'constructor'])
    assert.equal((await task.send('GET', `/base/${name}`)).status, 404);
});
