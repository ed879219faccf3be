import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ProcessingFinishedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually, fakePeer, filmSha256, makeFilm, startServiceAlone } from '@kinora/testing';
import { startWorker } from '@kinora/worker';
import type { Generated } from 'kysely';
import { transcoding } from '../src/index.ts';

interface Tables {
  jobs: { id: string; video_id: string; state: string; failure_code: string | null; duration_ms: number };
  tasks: { id: string; job_id: string; kind: string; state: string; attempt: Generated<number> };
  outbox: { type: string; key: string; position: number; payload: Uint8Array };
}

test('a worker with nothing but an address and a token makes a film of a file, each chunk once', async (t) => {
  const service = await startServiceAlone({
    service: transcoding,
    environment: { CHUNK_SECONDS: '4' },
    peers: [fakePeer('uploads', UploadsService, {})],
  });
  const directory = await mkdtemp(join(tmpdir(), 'kinora-worker-'));
  const path = await makeFilm({ seconds: 12, width: 480, height: 360 });
  const file = await readFile(path);
  const videoId = newId();
  const blobKey = `sources/${videoId}/1`;
  await service.engines.blobs.put(blobKey, file);
  const completed = {
    videoId,
    uploadId: newId(),
    fileName: 'film.mp4',
    sizeBytes: BigInt(file.length),
    sha256: await filmSha256(path),
    blobKey,
  };
  await service.tell({
    id: videoId,
    producer: 'uploads',
    type: UploadCompletedSchema.typeName,
    payload: toBinary(UploadCompletedSchema, create(UploadCompletedSchema, completed)),
  });

  const admin = await service.token({ role: 'admin' });
  const made = await fetch(`${service.url}/api/v1/admin/worker-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'far away' }),
  });
  const { token } = (await made.json()) as { token: string };
  const warnings: unknown[] = [];
  const worker = await startWorker({
    server: { url: () => service.url, token: async () => token },
    version: '0',
    directory,
    slots: 2,
    log: (level, message, fields) => level !== 'info' && warnings.push({ message, fields }),
  });
  t.after(async () => {
    // In this order each claim that waits gets its answer.
    await service.stop();
    await worker.stop(0);
    await rm(directory, { recursive: true, force: true });
  });

  const { query } = await service.engines.database.open<Tables>({ service: 'transcoding', maxConnections: 1 });
  const job = await eventually('the job ends', async () => {
    const row = await query.selectFrom('jobs').selectAll().where('video_id', '=', videoId).executeTakeFirst();
    return (row?.state === 'finished' || row?.state === 'failed') && row;
  });
  assert.deepEqual([job.state, job.failure_code, warnings], ['finished', null, []]);
  assert.ok(Math.abs(Number(job.duration_ms) - 12_000) < 120, `${job.duration_ms}`);

  const tasks = await query.selectFrom('tasks').selectAll().where('job_id', '=', job.id).execute();
  assert.ok(tasks.filter(({ kind }) => kind === 'chunk').length >= 2);
  assert.deepEqual(new Set(tasks.map(({ state, attempt }) => `${state} ${attempt}`)), new Set(['done 1']));

  const told = await query.selectFrom('outbox').selectAll().where('key', '=', videoId).orderBy('position').execute();
  assert.equal(told.filter(({ type }) => type === ProcessingFinishedSchema.typeName).length, 1);
  const runs = told
    .filter(({ type }) => type === SegmentsCommittedSchema.typeName)
    .map(({ payload }) => fromBinary(SegmentsCommittedSchema, payload));
  for (const [rendition, of] of Map.groupBy(runs, (run) => run.rendition)) {
    const sequences = of.flatMap(({ firstSequence, segments }) => segments.map((_, index) => firstSequence + index));
    assert.deepEqual(
      sequences.toSorted((a, b) => a - b),
      [...sequences.keys()],
      `${rendition} has each segment once`,
    );
    const ticks = of.flatMap(({ segments }) => segments).reduce((sum, segment) => sum + segment.durationTicks, 0n);
    const seconds = Number(ticks) / (rendition === 'audio' ? 48_000 : 90_000);
    assert.ok(Math.abs(seconds - 12) < 0.2, `${rendition}: ${seconds} s`);
    for (const { blobPrefix, firstSequence, segments } of of) {
      for (const [index, segment] of segments.entries()) {
        const blob = await service.engines.blobs.head(`${blobPrefix}${firstSequence + index}.m4s`);
        assert.equal(blob?.sizeBytes, segment.sizeBytes);
      }
    }
  }
  await eventually('it rests and its files are gone', async () => {
    // What stays is the folder of this process.
    return worker.running() === 0 && (await readdir(directory, { recursive: true })).length === 1;
  });
});
