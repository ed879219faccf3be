import type { TranscodingAlone } from './harness.ts';

/** A film of four source segments, the first two of them one chunk, whose chunks wait. */
export async function ingested(
  service: TranscodingAlone,
  { segments = 4, ...options }: { copyable?: boolean; height?: number; captions?: boolean; segments?: number } = {},
) {
  const { videoId, jobId } = await service.upload();
  const task = await service.claim();
  await task.plan(options);
  await task.source(0, segments);
  const answer = await task.ingested(segments);
  if (answer.status !== 204) throw new Error(`The ingest pass is answered with ${answer.status}.`);
  return { videoId, jobId };
}

/** The same, with the two tasks of the first chunk done: those that wait make all renditions. */
export async function withFirstChunk(service: TranscodingAlone) {
  const film = await ingested(service);
  await encodeNext(service);
  await encodeNext(service);
  return film;
}

export async function encodeRest(service: TranscodingAlone, videoId: string): Promise<void> {
  while ((await service.job(videoId)).state === 'encoding') await encodeNext(service);
}

/** All chunks that wait. */
export async function encodeWaiting(service: TranscodingAlone): Promise<void> {
  while ((await service.context.tasks.countOpen()) > 0) await encodeNext(service);
}

async function encodeNext(service: TranscodingAlone): Promise<void> {
  const chunk = await service.claim();
  const answer = await chunk.complete(await chunk.encode());
  if (answer.status !== 204) throw new Error(`A chunk is answered with ${answer.status}.`);
}

export async function blobsOf(service: TranscodingAlone, videoId: string): Promise<string[]> {
  const { blobs } = await service.engines.blobs.list(`videos/${videoId}/`);
  return blobs.map(({ key }) => key);
}

/** As if the jobs of a video had ended some time ago. */
export async function age(service: TranscodingAlone, videoId: string): Promise<void> {
  await service.database.query
    .updateTable('jobs')
    .set({ ended_at: new Date(Date.now() - 120_000) })
    .where('video_id', '=', videoId)
    .where('ended_at', 'is not', null)
    .execute();
}
