import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  auditPlatform,
  eventually,
  makeFilm,
  readPublishedHls,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl } from './http.ts';
import { recordLongRun } from './long-run.ts';
import { residentMB } from './processes.ts';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
/** Caches fill and code is compiled in the first part: what counts is the growth after it. */
const WARM_UP = 0.3;
const MAY_GROW_MB = 60;

let platform: TestPlatform;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
});
after(() => platform?.stop());

test(`${MINUTES} minutes of uploading, watching and deleting leave nothing behind`, {
  timeout: (MINUTES + 10) * 60_000,
}, async () => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm({ seconds: 6 });
  const began = performance.now();
  const share = () => (performance.now() - began) / (MINUTES * 60_000);
  const warm: number[] = [];
  const late: number[] = [];
  let films = 0;
  for (; share() < 1; films++) {
    const { id } = await uploadFilm(client, film, { title: `Film ${films}` });
    const video = await waitForState(client, id, 'ready');
    await readPublishedHls(mediaUrl(platform, video.playback?.hlsUrl));
    await client.videos.list({ limit: 50 });
    await client.videos.delete(id);
    if (share() >= WARM_UP) (share() < (1 + WARM_UP) / 2 ? warm : late).push(residentMB(platform.serverPid));
  }
  await platform.settle();
  await eventually('all files of deleted films are gone', async () => (await filesBelow('blobs')) === 0, {
    timeoutMs: 180_000,
    everyMs: 1000,
  });
  assert.equal(await filesBelow('staging'), 0);
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  const growth = median(late) - median(warm);
  const report = await auditPlatform(platform);
  await recordLongRun('Soak', [
    `${films} films were uploaded, processed, watched and deleted in ${MINUTES} minutes.`,
    `Resident memory of the server's process: ${median(warm).toFixed(0)} MB after the first part, ${median(late).toFixed(0)} MB in the last third.`,
    `No file is left, \`kinora audit\` exits ${report.exitCode}.`,
  ]);
  assert.ok(growth < MAY_GROW_MB, `memory grew by ${growth.toFixed(0)} MB`);
  assert.equal(report.exitCode, 0, report.output);
});

async function filesBelow(folder: string): Promise<number> {
  const path = join(platform.dataDir, folder);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries.filter((entry) => entry.isFile()).length;
}
