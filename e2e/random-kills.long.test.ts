import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CRASH_POINTS, type CrashPoint } from '@kinora/kernel';
import { ApiError } from '@kinora/sdk';
import {
  auditPlatform,
  eventually,
  filmSha256,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
} from '@kinora/testing';
import { diesAt } from './dies-at.ts';
import { recordLongRun } from './long-run.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const TIMES_EACH_POINT = 3;
const MOST_WAITING = 4;
/** A film passes these several times: each kill comes at a later passage. */
const OFTEN: ReadonlySet<CrashPoint> = new Set<CrashPoint>([
  'ingest-after-segment',
  'chunk-after-put',
  'chunk-before-complete',
  'chunk-after-complete',
  'outbox-before-publish',
  'outbox-after-publish',
]);

let platform: TestPlatform | undefined;
let person: Person | undefined;
const lines: string[] = [];

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
});
after(async () => {
  await platform?.stop();
  await recordLongRun('Kills', lines);
});

test(`kill -9 ${TIMES_EACH_POINT} times at every named point`, { timeout: 3_600_000 }, async () => {
  assert.ok(platform && person);
  for (let time = 1; time <= TIMES_EACH_POINT; time++) {
    for (const point of CRASH_POINTS) {
      await diesAt(platform, person, point, OFTEN.has(point) ? time : 1);
      // Else what is left of this film would pass the next point while the server starts.
      await platform.settle({ timeoutMs: 300_000 });
    }
  }
  await assertHolds(platform, `kill -9 ${TIMES_EACH_POINT} times at each of ${CRASH_POINTS.length} named points`);
});

test(`${KILLS} kills at random while films are uploaded and processed`, { timeout: 7_200_000 }, async () => {
  assert.ok(platform && person);
  const working = new AbortController();
  const films = uploadOnAndOn(person, working.signal);
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      // How long it lives is what is random here; nothing is waited for.
      await delay(Math.random() ** 2 * 4000);
      await platform.kill();
      await platform.boot();
      await platform.expireLeases();
    }
  } finally {
    working.abort();
  }
  const uploaded = await films;
  await platform.settle({ timeoutMs: 600_000 });
  const sha256 = await filmSha256(await makeFilm());
  const states = new Map<string, number>();
  for (const id of uploaded) {
    const rows: { sha256: string }[] = await platform.query(
      `select sha256 from uploads.uploads where video_id = $1 and state = 'complete'`,
      [id],
    );
    assert.equal(rows[0]?.sha256, sha256, `every acknowledged byte of ${id} is there`);
    const { state, failure } = await person.client.videos.get(id);
    assert.ok(state === 'ready' || (state === 'failed' && failure), `${id} is ${state}`);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  const ended = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  await assertHolds(platform, `${KILLS} kills at random during ${uploaded.length} uploads, which ended ${ended}`);
});

/**
 * Uploads films one after the other, through every error, until it is told to stop; a new one begins when few wait to be
 * processed, as kills leave little time for that. Answers those that are whole.
 */
async function uploadOnAndOn({ client }: Person, signal: AbortSignal): Promise<string[]> {
  const bytes = await readFile(await makeFilm());
  const whole: string[] = [];
  const refusals = new Map<string, number>();
  const patiently = <T>(what: string, work: () => Promise<T | false>) =>
    eventually(what, work, { timeoutMs: 300_000, everyMs: 100 }).catch((cause: unknown) => {
      throw new Error(`${what}: the server refused with ${JSON.stringify([...refusals])}.`, { cause });
    });
  const noting = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => {
      if (error instanceof ApiError) refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
      throw error;
    });
  while (!signal.aborted) {
    refusals.clear();
    const created = await patiently('a draft is made', () =>
      noting(() => client.videos.create({ title: 'On and on', fileName: 'film.mp4', sizeBytes: bytes.length })),
    );
    await patiently('a film is sent', () =>
      noting(async () => {
        const offsetBytes = await client.uploads.offset(created.upload.url);
        if (offsetBytes === bytes.length) return true;
        const end = Math.min(bytes.length, offsetBytes + 200_000);
        const body = bytes.subarray(offsetBytes, end);
        return (await client.uploads.patch(created.upload.url, { offsetBytes, body })) === bytes.length;
      }),
    );
    whole.push(created.id);
    // No life may have been long enough for a chunk: that is waited for as long as the kills go on.
    const enough = async () => signal.aborted || (await unfinished(client, whole)) < MOST_WAITING;
    await eventually('few films wait', enough, { timeoutMs: 7_200_000, everyMs: 500 });
  }
  return whole;
}

async function unfinished(client: Person['client'], ids: readonly string[]): Promise<number> {
  const states = await Promise.all(ids.slice(-2 * MOST_WAITING).map(async (id) => (await client.videos.get(id)).state));
  return states.filter((state) => state !== 'ready' && state !== 'failed').length;
}

async function assertHolds(running: TestPlatform, what: string): Promise<void> {
  const report = await auditPlatform(running);
  lines.push(`${what}: \`kinora audit\` exits ${report.exitCode}.`);
  assert.equal(report.exitCode, 0, report.output);
}
