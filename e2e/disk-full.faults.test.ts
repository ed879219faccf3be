import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  auditPlatform,
  eventually,
  filmSha256,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf } from './administrator.ts';
import { assertProblem, request } from './http.ts';
import { padFilm } from './pad-film.ts';
import { SmallDisk } from './small-disk.ts';

/** Of the film's own size several times: with all its renditions it fits, with ballast it does not. */
const DISK_MB = 48;
const RESERVE = 2_000_000;

let directory = '';
let disk: SmallDisk | undefined;
let platform: TestPlatform | undefined;
let person: Person;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-full-'));
  await mkdir(join(directory, 'disk'));
  disk = await SmallDisk.mount(join(directory, 'disk'), DISK_MB);
  await Promise.all([mkdir(join(disk.path, 'blobs')), mkdir(join(disk.path, 'staging'))]);
  platform = await startPlatform({
    shape: 'one',
    environment: {
      BLOB_URL: pathToFileURL(join(disk.path, 'blobs')).href,
      UPLOAD_STAGING_DIR: join(disk.path, 'staging'),
      STORAGE_RESERVE_BYTES: String(RESERVE),
    },
  });
  person = await registerAccount(platform);
});
after(async () => {
  await platform?.stop();
  await disk?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** What the owner reads about it. */
const paused = async (id: string) => (await person.client.videos.processing(id)).value?.paused?.code ?? null;
const blamed = async (id: string) => {
  assert.ok(platform);
  const [row] = await platform.query<{ failures: number; losses: number }>(
    `select sum(failures)::int as failures, sum(losses)::int as losses
     from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id where j.video_id = $1`,
    [id],
  );
  return [row?.failures, row?.losses];
};

test('a disk that fills while a film is processed pauses it without a failure, and it goes on by itself', {
  timeout: 120_000,
}, async () => {
  assert.ok(platform && disk);
  const { id } = await uploadFilm(person.client, await makeFilm({ seconds: 30 }));
  await waitForState(person.client, id, 'processing');
  // Not even the half of the reserve is left: what is under way cannot be stored either.
  await disk.fill(100_000);
  await eventually('it says why it waits', async () => (await paused(id)) === 'storage_full');
  const { client: admin } = await administratorOf(platform);
  assert.equal((await admin.admin.storage()).isFull, true);
  const another = await makeFilm();
  await assertProblem(
    await request(`${platform.url}/api/v1/videos`, {
      client: person.client,
      method: 'POST',
      json: { title: 'Not now', sizeBytes: 1_000_000 },
    }),
    507,
    'uploads.storage_full',
  );
  const { items } = await person.client.videos.mine();
  assert.equal(items.length, 1, 'no draft is left of what was refused');
  // Longer than it takes to find out again.
  await delay(8000);
  assert.equal((await person.client.videos.get(id)).failure, null);
  await disk.empty();
  await waitForState(person.client, id, 'ready');
  assert.deepEqual(await blamed(id), [0, 0]);
  assert.equal(await paused(id), null);
  const { id: later } = await uploadFilm(person.client, another);
  await waitForState(person.client, later, 'ready');
  await platform.settle();
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
});

test('an upload that finds the disk full keeps what it has, and goes on by itself', { timeout: 120_000 }, async () => {
  assert.ok(platform && disk);
  const small = disk;
  const film = await makeFilm({ seconds: 30 });
  let full = false;
  let refusals = 0;
  const { client } = person;
  const bytes = await readFile(film);
  const size = bytes.length;
  const video = await client.videos.create({ title: 'On its way', fileName: 'film.mp4', sizeBytes: size });
  await client.uploads.send({
    url: client.absoluteUrl(video.upload.url),
    source: {
      sizeBytes: size,
      async read(start, end) {
        if (!full && start >= size / 2) {
          full = true;
          await small.fill(100_000);
        }
        return new Uint8Array(bytes.subarray(start, end));
      },
    },
    chunkBytes: Math.ceil(size / 8),
    onRetry({ error }) {
      refusals++;
      assert.equal((error as { status?: number }).status, 507);
      void small.empty();
    },
  });
  assert.ok(refusals > 0, 'it was refused in the middle');
  await waitForState(client, video.id, 'ready');
  await platform.settle();
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
});

test('a file that takes most of the disk is kept where it has arrived, also when two processes have written it', {
  timeout: 120_000,
}, async () => {
  assert.ok(platform && disk);
  const running = platform;
  const { client: admin } = await administratorOf(running);
  const { freeBytes } = await admin.admin.storage();
  const path = join(directory, 'large.mp4');
  const padding = { paddingBytes: Math.floor(freeBytes * 0.6), indexFirst: true };
  const { sizeBytes } = await padFilm(await makeFilm({ moovLast: true }), path, padding);
  assert.ok(sizeBytes * 2 > freeBytes, 'two of it do not fit');
  let isRestarted = false;
  const { id } = await uploadFilm(person.client, path, {
    chunkBytes: 4 * 2 ** 20,
    async onChunk() {
      if (isRestarted) return;
      isRestarted = true;
      await running.restart();
      await running.expireLeases();
    },
  });
  await waitForState(person.client, id, 'ready');
  await running.settle();
  const [row] = await running.query<{ sha256: string; written: number }>(
    `select sha256, owner_token::int as written from uploads.uploads where video_id = $1`,
    [id],
  );
  assert.ok(row && row.written > 1, 'two have written it');
  assert.equal(row.sha256, await filmSha256(path));
  const report = await auditPlatform(running);
  assert.equal(report.exitCode, 0, report.output);
});
