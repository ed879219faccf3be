import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { GetUploadsRequestSchema, type GetUploadsResponse } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { sql } from 'kysely';
import { collectSources, sweepSources } from '../src/collector.ts';
import { getUploads } from '../src/rpc/get-uploads.ts';
import { tellOf, uploaded } from './events.ts';
import { bytesOf, startUploads, type UploadsAlone } from './harness.ts';

let service: UploadsAlone;
before(async () => {
  service = await startUploads();
});
after(() => service?.stop());

const isStored = async (key: string) => (await service.engines.blobs.head(key)) !== undefined;
const isStaged = async (id: string) => (await service.context.staging.list()).includes(id);
/** As if the file had been over for two minutes. */
const age = (id: string) =>
  service.database.query
    .updateTable('uploads')
    .set({ over_at: sql<Date>`over_at - interval '2 minutes'` })
    .where('id', '=', id)
    .execute();

test('an upload that was given up leaves nothing, wherever its file was on its way, once the time of grace is over', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  await service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': '0' }, body: bytesOf(500) });
  const { video_id: videoId } = await service.row(id);
  const key = `sources/${videoId}/${id}`;
  await service.context.uploads.abandon(id, 'expired');
  // A process that finished it was killed before it could take this back.
  await service.engines.blobs.put(key, bytesOf(1000));
  await collectSources(service.context);
  assert.ok((await isStored(key)) && (await isStaged(id)), 'somebody may be reading it');
  await age(id);
  await collectSources(service.context);
  assert.deepEqual([await isStored(key), await isStaged(id)], [false, false]);
  assert.ok((await service.row(id)).cleaned_at);
});

test('a source that came after everything was tidied up is swept away, and nothing else is', async () => {
  const token = await service.token();
  const kept = await uploaded(service, token, bytesOf(1000));
  const over = await uploaded(service, token, bytesOf(1000));
  await tellOf(service, VideoDeletedSchema, { videoId: over.videoId, accessVersion: 2n });
  assert.equal(await isStored(over.blobKey), false);
  await age(over.id);
  await collectSources(service.context);
  const foreign = `sources/${newId()}/${newId()}`;
  for (const key of [over.blobKey, foreign]) await service.engines.blobs.put(key, bytesOf(10));
  await sweepSources(service.context).turn();
  assert.ok(await isStored(over.blobKey), 'it is too young to be sure');
  await sweepSources({ ...service.context, graceMs: -1000 }).turn();
  assert.deepEqual(
    [await isStored(over.blobKey), await isStored(kept.blobKey), await isStored(foreign)],
    [false, true, true],
  );
});

test('sources are kept for ever, for a number of days, or not at all once their films are finished', async () => {
  const token = await service.token();
  const [finished, waiting] = [
    await uploaded(service, token, bytesOf(1000)),
    await uploaded(service, token, bytesOf(1000)),
  ];
  const { id: uploadId, videoId } = finished;
  await tellOf(service, ProcessingFinishedSchema, { videoId, uploadId, edition: newId(), durationMs: 1n });
  const keeping = (days: number | undefined) => ({
    ...service.context,
    graceMs: 0,
    config: { ...service.context.config, SOURCE_RETENTION_DAYS: days },
  });
  const isKept = async () => {
    const request = create(GetUploadsRequestSchema, { videoIds: [videoId] });
    const { uploads = [] } = (await getUploads.handle(
      service.context,
      request as never,
      {} as never,
    )) as Partial<GetUploadsResponse>;
    return uploads[0]?.sourceKept;
  };
  const finishedAgo = (days: number) =>
    service.database.query
      .updateTable('uploads')
      .set({ processed_at: sql<Date>`now() - ${days} * interval '1 day'` })
      .where('id', '=', uploadId)
      .execute();

  await finishedAgo(400);
  await collectSources(keeping(undefined));
  assert.ok(await isStored(finished.blobKey));
  await finishedAgo(6.9);
  await collectSources(keeping(7));
  assert.ok(await isStored(finished.blobKey));
  assert.equal(await isKept(), true);
  await finishedAgo(7.1);
  while (await collectSources(keeping(7)));
  assert.equal(await isStored(finished.blobKey), false);
  assert.equal(await isKept(), false);
  assert.equal((await service.row(uploadId)).state, 'complete', 'the film is finished all the same');
  const { usedBytes } = await service.context.quotas.read((await service.row(uploadId)).account_id);
  assert.equal(usedBytes, 1000, 'and its file counts no more');

  while (await collectSources(keeping(0)));
  assert.ok(await isStored(waiting.blobKey), 'what is not finished is needed');
  await tellOf(service, ProcessingFinishedSchema, {
    videoId: waiting.videoId,
    uploadId: waiting.id,
    edition: newId(),
    durationMs: 1n,
  });
  while (await collectSources(keeping(0)));
  assert.equal(await isStored(waiting.blobKey), false);
});
