import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  auditPlatform,
  eventually,
  makeFilm,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf } from './administrator.ts';
import { Network } from './network.ts';
import { SmallDisk } from './small-disk.ts';
import { WorkerProcess } from './worker-process.ts';

const LEASE_S = 3;

let platform: TestPlatform;
let directory = '';
let token = '';
let film = '';
/** What an undisturbed worker makes of the film. */
let expected: string[] = [];

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-far-'));
  // No worker of its own; chunks are short, so that there are several.
  platform = await startPlatform({
    shape: 'one',
    environment: { WORKER_SLOTS: '0', TASK_LEASE_SECONDS: String(LEASE_S) },
  });
  const { client } = await administratorOf(platform);
  token = (await client.admin.createWorkerToken('far away')).token;
  film = await makeFilm({ seconds: 24 });
  await using _worker = start('undisturbed');
  expected = await segmentsOf(await finished(await upload()));
  assert.ok(expected.length > 8);
});
after(async () => {
  await platform?.stop();
  await rm(directory, { recursive: true, force: true });
});

function start(name: string, options: { url?: string; directory?: string } = {}): WorkerProcess {
  return new WorkerProcess({ url: platform.url, directory, name, token, ...options });
}

async function upload(): Promise<string> {
  const { client } = await administratorOf(platform);
  return (await uploadFilm(client, film)).id;
}

async function finished(id: string): Promise<string> {
  const { client } = await administratorOf(platform);
  await waitForState(client, id, 'ready');
  return id;
}

interface Task {
  id: string;
  kind: string;
  state: string;
  attempt: number;
  failures: number;
}
const tasksOf = (videoId: string) =>
  platform.query<Task>(
    `select t.id, t.kind, t.state, t.attempt, t.failures
     from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id where j.video_id = $1 order by t.id`,
    [videoId],
  );

/** Every segment that is published, with its hash: a fault changes none of them. */
async function segmentsOf(videoId: string): Promise<string[]> {
  const rows = await platform.query<{ segment: string }>(
    `select r->>'name' || ' ' || (s->>'sequence') || ' ' || (s->>'sha256') as segment
     from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id,
       jsonb_array_elements(t.result->'renditions') r, jsonb_array_elements(r->'segments') s
     where j.video_id = $1 and t.kind = 'chunk'
     union all
     select s.track || ' ' || s.sequence || ' ' || s.sha256
     from transcoding.segments s join transcoding.jobs j on j.id = s.job_id where j.video_id = $1
     order by 1`,
    [videoId],
  );
  return rows.map(({ segment }) => segment);
}

/** A chunk that is being worked on, and not just begun to be. */
const chunkUnderWay = (videoId: string) =>
  eventually('a chunk is under way', async () =>
    (await tasksOf(videoId)).find(({ kind, state }) => kind === 'chunk' && state === 'leased'),
  );

/** The film is what it would have been, at most one task of it was done twice, none is blamed, and nothing is left. */
async function assertUndisturbed(videoId: string): Promise<void> {
  const tasks = await tasksOf(videoId);
  assert.ok(tasks.every(({ state, failures }) => state === 'done' && failures === 0));
  assert.ok(tasks.reduce((sum, { attempt }) => sum + attempt - 1, 0) <= 1, JSON.stringify(tasks));
  assert.deepEqual(await segmentsOf(videoId), expected);
  await platform.settle();
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
}

test('a worker that was stopped for longer than its lease changes nothing when it goes on', {
  timeout: 120_000,
}, async () => {
  await using stopped = start('stopped');
  const id = await upload();
  const held = await chunkUnderWay(id);
  stopped.signal('SIGSTOP');
  {
    await using _second = start('second');
    await finished(id);
  }
  const before = await tasksOf(id);
  assert.equal(before.find((task) => task.id === held.id)?.attempt, 2, 'another has done it again');
  stopped.signal('SIGCONT');
  await eventually('it notices', async () => /taken away/.test(stopped.said));
  assert.deepEqual(await tasksOf(id), before);
  await assertUndisturbed(id);
  await assertUndisturbed(await finished(await upload()));
});

for (const fault of ['cut', 'swallow'] as const) {
  const what = fault === 'cut' ? 'is cut' : 'swallows everything';
  test(`a worker whose network ${what} for longer than its lease recovers by itself`, {
    timeout: 120_000,
  }, async () => {
    await using network = await Network.to(platform.url);
    await using worker = start('cut off', { url: network.url });
    const id = await upload();
    const held = await chunkUnderWay(id);
    await eventually('the worker knows that it has it', async () => network.tasks.has(held.id));
    network[fault]();
    await delay((LEASE_S + 2) * 1000);
    network.mend();
    await finished(id);
    assert.match(worker.said, /taken away/);
    await assertUndisturbed(id);
  });
}

test('a worker whose disk is full leaves its task to another, with the reason, and keeps nothing', {
  timeout: 120_000,
}, async () => {
  const tiny = join(directory, 'tiny');
  await mkdir(tiny);
  await using _disk = await SmallDisk.mount(tiny, 1);
  const { client } = await administratorOf(platform);
  const id = await upload();
  await using full = start('full', { directory: tiny });
  await eventually('the owner reads why it waits', async () => {
    return (await client.videos.processing(id)).value?.paused?.code === 'worker_full';
  });
  assert.match(full.said, /disk is full/);
  await using _other = start('other');
  await finished(id);
  const tasks = await tasksOf(id);
  assert.ok(tasks.every(({ state, failures }) => state === 'done' && failures === 0));
  assert.deepEqual(await segmentsOf(id), expected);
  const [own = ''] = (await readdir(tiny)).filter((name) => name.startsWith('kinora'));
  const left = await readdir(join(tiny, own), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    left.filter((entry) => entry.isFile()).map(({ name }) => name),
    [],
  );
  await platform.settle();
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
});
