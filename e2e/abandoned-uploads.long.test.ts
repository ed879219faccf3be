import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  auditPlatform,
  eventually,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
} from '@kinora/testing';
import { request, statusOf } from './http.ts';
import { residentMB } from './processes.ts';

const UPLOADS = Number(process.env.ABANDONED_UPLOADS ?? 10_000);
const AT_ONCE = 8;
/** Each so-manieth has sent the beginning of a film; the others nothing. */
const SENT_EVERY = 10;
const SENT_BYTES = 100_000;
const MAY_GROW_MB = 200;
/** For all of them, next to whoever uses the program meanwhile. */
const WITHIN_MS = 120_000;
const ANSWERS_WITHIN_MS = 2_000;
const TUS = { 'tus-resumable': '1.0.0' };

let platform: TestPlatform;
let person: Person;
before(async () => {
  platform = await startPlatform({ shape: 'one', environment: { BLOB_GRACE_SECONDS: '1' } });
  person = await registerAccount(platform);
});
after(() => platform?.stop());

test(`${UPLOADS} uploads that nobody goes on with are given up, soon and in little memory, and leave nothing`, {
  timeout: 1_800_000,
}, async () => {
  const { client } = person;
  const film = new Uint8Array(await readFile(await makeFilm({ seconds: 12 })));
  const locations: string[] = [];
  const begin = async (index: number) => {
    const filename = btoa(`film ${index}.mp4`);
    const headers = { ...TUS, 'upload-length': String(film.length), 'upload-metadata': `filename ${filename}` };
    const answer = await request(`${platform.url}/api/v1/uploads`, { client, method: 'POST', headers });
    assert.equal(answer.status, 201, await answer.text());
    const location = answer.headers.get('location') ?? '';
    locations.push(location);
    if (index % SENT_EVERY === 0)
      await client.uploads.patch(location, { offsetBytes: 0, body: film.subarray(0, SENT_BYTES) });
  };
  await begin(0);
  const before = residentMB(platform.serverPid);
  let next = 1;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < UPLOADS) await begin(next++);
    }),
  );
  assert.equal(await openUploads(), UPLOADS);
  assert.ok((await filesBelow('staging')) >= UPLOADS / SENT_EVERY);

  // As if their hours were over.
  await platform.query(`update uploads.uploads set expires_at = now() - interval '1 second'`);
  const began = performance.now();
  let slowestMs = 0;
  await eventually(
    'all of them are given up',
    async () => {
      const asked = performance.now();
      await client.videos.list({ limit: 10 });
      slowestMs = Math.max(slowestMs, performance.now() - asked);
      return (await openUploads()) === 0;
    },
    // The janitor comes once in a minute.
    { timeoutMs: 60_000 + WITHIN_MS, everyMs: 500 },
  );
  await eventually('nothing is left of them on the disk', async () => (await filesBelow('staging')) === 0, {
    timeoutMs: WITHIN_MS,
    everyMs: 500,
  });
  const tookMs = performance.now() - began;
  await platform.settle({ timeoutMs: WITHIN_MS });
  assert.ok(slowestMs < ANSWERS_WITHIN_MS, `a visitor waited ${slowestMs.toFixed(0)} ms`);
  assert.ok(tookMs < 60_000 + WITHIN_MS, `it took ${tookMs.toFixed(0)} ms`);
  const grown = residentMB(platform.serverPid) - before;
  assert.ok(grown < MAY_GROW_MB, `memory grew by ${grown.toFixed(0)} MB`);

  assert.deepEqual(await readdir(join(platform.dataDir, 'staging')), []);
  assert.equal(await filesBelow('blobs'), 0);
  const rows = await platform.query<{ reason: string; count: number }>(
    'select abandoned_because as reason, count(*)::int as count from uploads.uploads group by 1',
  );
  assert.deepEqual(rows, [{ reason: 'expired', count: UPLOADS }]);
  const [jobs] = await platform.query<{ open: number }>(
    `select count(*)::int as open from transcoding.jobs where state in ('probing', 'encoding')`,
  );
  assert.equal(jobs?.open, 0);
  for (const location of [locations[0], locations.at(-1)])
    assert.equal(
      await statusOf(request(client.absoluteUrl(location ?? ''), { client, method: 'HEAD', headers: TUS })),
      410,
    );
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
});

async function openUploads(): Promise<number> {
  const [row] = await platform.query<{ open: number }>(
    `select count(*)::int as open from uploads.uploads where state in ('waiting', 'uploading')`,
  );
  return row?.open ?? Number.NaN;
}

async function filesBelow(folder: string): Promise<number> {
  const entries = await readdir(join(platform.dataDir, folder), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries.filter((entry) => entry.isFile()).length;
}
