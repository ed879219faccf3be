import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CaptionsFoundSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { reprocess } from '../src/rpc/reprocess.ts';
import { ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

/** Encodes all chunks of a film; answers the task that is left. */
async function upToCaptions(): Promise<{ videoId: string; task: TaskDouble }> {
  const { videoId } = await ingested(service, { segments: 2, captions: true });
  for (;;) {
    const task = await service.claim();
    if (task.claimed.work.kind === 'captions') return { videoId, task };
    assert.equal((await task.complete(await task.encode())).status, 204);
  }
}

test('captions of the file are read when the film is made, full ones before signs, and told', async () => {
  const { videoId, task } = await upToCaptions();
  assert.equal((await service.job(videoId)).state, 'encoding', 'the film is not whole without them');
  const { work } = task.claimed;
  assert.deepEqual(work.kind === 'captions' && work.streamIndexes, [3]);
  const bytes = Buffer.from('WEBVTT\n');
  assert.equal((await task.put('captions/0.vtt', bytes)).status, 204);
  const complete = (index: number, sizeBytes: number) =>
    task.complete({ kind: 'captions', tracks: [{ index, sizeBytes }] });
  assert.equal((await complete(0, bytes.length + 1)).status, 422, 'not what was put');
  assert.equal((await complete(1, bytes.length)).status, 422, 'not what was asked for');
  assert.equal((await complete(0, bytes.length)).status, 204);
  assert.equal((await service.job(videoId)).state, 'finished');
  const [told] = await service.told(CaptionsFoundSchema, videoId);
  assert.deepEqual(
    told?.tracks.map(({ language, title }) => [language, title]),
    [['ger', 'All']],
  );
  assert.ok(bytes.equals(await service.engines.blobs.readAll(told?.tracks[0]?.blobKey ?? '')));
});

test('a film whose captions cannot be read is a film all the same', async () => {
  const { videoId, task } = await upToCaptions();
  assert.equal((await task.fail('corrupt', false)).status, 204);
  assert.equal((await service.job(videoId)).state, 'finished');
  assert.deepEqual(await service.told(CaptionsFoundSchema, videoId), []);
});

test('processed again, a film does not bring back captions that were deleted', async () => {
  const { videoId, task } = await upToCaptions();
  await task.fail('corrupt', false);
  await reprocess.handle(service.context, { videoId } as never, undefined as never);
  const again = await service.claim();
  await again.plan({ captions: true });
  const kinds = await service.database.query
    .selectFrom('tasks')
    .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
    .select('tasks.kind')
    .where('video_id', '=', videoId)
    .where('edition_kind', '=', 'reprocessing')
    .execute();
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['ingest'],
  );
});
