import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { encodeRest, ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const namesOf = ({ claimed }: TaskDouble) =>
  claimed.work.kind === 'chunk' ? claimed.work.renditions.map(({ name }) => name) : [];
const storyboardOf = ({ claimed }: TaskDouble) =>
  claimed.work.kind === 'chunk' ? claimed.work.chunk.storyboard90k.length : 0;
const jobOf = async (task: TaskDouble) => (await service.context.tasks.find(task.claimed.taskId))?.job_id;
/** A passed-through film in 1080p whose chunks wait: 720p to 240p are encoded. */
const film = () => ingested(service, { copyable: true, height: 1080 });

test('alone, a chunk is encoded to all renditions from one decode', async () => {
  await film();
  assert.deepEqual(namesOf(await service.claim()), ['720p', '480p', '360p', '240p']);
});

test('while others wait, small renditions of everything are made before large ones of anything', async () => {
  const films = [await film(), await film()];
  const order: string[][] = [];
  for (;;) {
    if ((await service.context.tasks.countOpen()) === 0) break;
    const task = await service.claim();
    order.push(namesOf(task));
    assert.equal(
      storyboardOf(task) > 0,
      namesOf(task).includes('240p'),
      'pictures are taken once, with the small ones',
    );
    assert.equal((await task.complete(await task.encode())).status, 204);
  }
  const firstLarge = order.findIndex((names) => names.join() === '720p');
  assert.ok(firstLarge > 0, 'large ones were taken out');
  assert.ok(
    order.slice(firstLarge).every((names) => names.join() === '720p'),
    `nothing small comes after a large one: ${order.join(' | ')}`,
  );
  for (const { videoId } of films) assert.equal((await service.job(videoId)).state, 'finished');
});

test('films take turns, and one that comes later is not stuck behind a long one', async () => {
  const long = await ingested(service, { copyable: true, segments: 12 });
  const held = [await service.claim()];
  const short = await ingested(service, { copyable: true });
  const next = [await service.claim(), await service.claim(), await service.claim()];
  const jobs = await Promise.all([...held, ...next].map(jobOf));
  assert.deepEqual(jobs, [long.jobId, short.jobId, long.jobId, short.jobId]);
});

test('the one that fewest workers are at goes first, even if it had its turn last', async () => {
  const one = await ingested(service, { copyable: true, segments: 12 });
  const two = await ingested(service, { copyable: true, segments: 12 });
  const tasks = [await service.claim(), await service.claim(), await service.claim()];
  const [first, second, third] = await Promise.all(tasks.map(jobOf));
  assert.deepEqual(new Set([first, second]), new Set([one.jobId, two.jobId]));
  // The second ends its only task: nobody is at it now.
  const ended = tasks[1];
  assert.ok(ended);
  assert.equal((await ended.complete(await ended.encode())).status, 204);
  assert.equal(third, first);
  assert.equal(await jobOf(await service.claim()), second);
});

test('a divided film ends only when both halves are done, and its progress adds up', async () => {
  const { videoId } = await film();
  await film();
  const small = await service.claim();
  const rows = await service.database.query
    .selectFrom('tasks')
    .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
    .select(['tasks.duration_ms', 'tasks.chunk_index', 'tasks.priority'])
    .where('video_id', '=', videoId)
    .where('kind', '=', 'chunk')
    .execute();
  assert.equal(namesOf(small).includes('720p'), false);
  assert.equal(
    rows.reduce((sum, { duration_ms: ms }) => sum + Number(ms), 0),
    16_000,
  );
  assert.equal((await small.complete(await small.encode())).status, 204);
  await encodeRest(service, videoId);
  assert.equal((await service.job(videoId)).state, 'finished');
});
