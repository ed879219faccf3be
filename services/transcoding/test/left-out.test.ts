import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { collectGarbage } from '../src/store/collect-garbage.ts';
import { age, blobsOf, ingested } from './films.ts';
import { BYTES, forgetTasks, startTranscoding, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding({ PER_TITLE_FROM_SECONDS: '10' });
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

type Quality = { name: string; screenSsim: number };

/** Encodes a film of 16 s whose chunks are found to be like this; which of them were to be compared. */
async function encoded(qualities: Quality[], options: { damaged?: boolean } = {}) {
  const film = await ingested(service, { segments: 8, height: 480 });
  const compared: boolean[] = [];
  while ((await service.job(film.videoId)).state === 'encoding') {
    const task = await service.claim();
    const { work } = task.claimed;
    assert.ok(work.kind === 'chunk');
    compared.push(work.compare === true);
    if (work.compare && options.damaged && !work.lenient) {
      await task.fail('frame_count', false);
      continue;
    }
    const completion = { ...(await task.encode()), ...(work.compare ? { qualities } : {}) };
    assert.equal((await task.complete(completion)).status, 204);
  }
  const [finished] = await service.told(ProcessingFinishedSchema, film.videoId);
  assert.ok(finished);
  return { ...film, compared, finished };
}

const NO_BETTER = [
  { name: '480p', screenSsim: 0.8 },
  { name: '360p', screenSsim: 0.81 },
];
const BETTER = [
  { name: '480p', screenSsim: 0.9 },
  { name: '360p', screenSsim: 0.81 },
];

test('what is no better than the next smaller rendition is left out of a film', async () => {
  const film = await encoded(NO_BETTER);
  assert.ok(film.compared.filter(Boolean).length >= 2, `compared: ${film.compared.join()}`);
  assert.ok(
    film.compared.some((each) => !each),
    'not everything is compared',
  );
  assert.ok(film.finished.leftOut.includes('480p'));
  assert.ok(Number(film.finished.leftOutUntilMs) > Date.now() + 23 * 3_600_000);
});

test('what is better stays, and what nothing is known of', async () => {
  assert.equal((await encoded(BETTER)).finished.leftOut.includes('480p'), false);
  assert.deepEqual((await encoded([])).finished.leftOut.includes('480p'), false);
});

test('a part of which pictures are missing is not compared', async () => {
  const film = await encoded(NO_BETTER, { damaged: true });
  assert.deepEqual(film.finished.leftOut, []);
});

test('a task that is to be compared is not divided while others wait', async () => {
  const film = await ingested(service, { segments: 8, height: 720 });
  await ingested(service, { segments: 8, height: 720 });
  const whole: boolean[] = [];
  while ((await service.context.tasks.countOpen()) > 0) {
    const task = await service.claim();
    const { work } = task.claimed;
    if (work.kind === 'chunk' && work.compare) whole.push(work.renditions.length > 2);
    await task.complete(await task.encode());
  }
  assert.ok(whole.length >= 4 && whole.every(Boolean));
  assert.notEqual(film.videoId, '');
});

test('who watches it may go on for a day; then its files are removed, and nothing else is', async () => {
  const { videoId, jobId, finished } = await encoded(NO_BETTER);
  const isLeftOut = (key: string) => finished.leftOut.includes(key.split('/').at(-2) ?? '');
  const collect = async () => {
    await age(service, videoId);
    while (await collectGarbage(service.context));
    return blobsOf(service, videoId);
  };
  const before = await collect();
  const gone = before.filter(isLeftOut);
  assert.ok(gone.length > 0);
  const counted = before.filter((key) => !isLeftOut(key) && key.endsWith('.m4s')).length * BYTES.length;
  const pictures = before.filter((key) => key.endsWith('.jpg')).length * BYTES.length;
  assert.equal(Number(finished.storedBytes), counted + pictures, 'an account does not pay for it');
  await service.database.query
    .updateTable('jobs')
    .set({ left_out_until: new Date(Date.now() - 3 * 3_600_000) })
    .where('id', '=', jobId)
    .execute();
  assert.deepEqual(
    await collect(),
    before.filter((key) => !isLeftOut(key)),
  );
});
