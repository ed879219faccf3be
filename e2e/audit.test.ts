import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
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
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { blobDamages } from './blob-damages.ts';
import { DAMAGES, type Film } from './damages.ts';
import { runKinora } from './run-kinora.ts';

let platform: TestPlatform | undefined;
let film: (Film & { bytes: number }) | undefined;
let person: Person | undefined;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
  const { client } = person;
  const path = await makeFilm();
  const { id } = await uploadFilm(client, path);
  await client.captions.create(id, { language: 'de', file: '0:01.000 --> 0:02.000\nWorte\n' });
  await waitForState(client, id, 'ready');
  await client.reactions.set(id, 'like');
  await client.comments.write(id, { text: 'Ahoy' });
  await platform.settle();
  const [row] = await platform.query<{ source: string; job: string }>(
    'select source_blob as source, id as job from transcoding.jobs where video_id = $1',
    [id],
  );
  assert.ok(row);
  film = { id, ...row, bytes: (await stat(path)).size };
});
after(() => platform?.stop());

test('undamaged data holds, beside the running server and without it', async () => {
  assert.ok(platform);
  const beside = await auditPlatform(platform);
  assert.equal(beside.exitCode, 0, beside.output);
  await platform.halt();
  const alone = await auditPlatform(platform);
  assert.equal(alone.exitCode, 0, alone.output);
  await platform.boot();
});

test('a directory without data is refused with a sentence', async () => {
  assert.ok(platform);
  const elsewhere = { ...platform.environment, DATA_DIR: join(platform.dataDir, 'nothing') };
  const { exitCode, output } = await auditPlatform({ environment: elsewhere });
  assert.equal(exitCode, 2);
  assert.match(output, /^There is no data of Kinora in .+\.\n$/);
});

for (const { invariant, what, finds, make } of DAMAGES) {
  test(`invariant ${invariant}: the audit finds ${what}`, { timeout: 60_000 }, async () => {
    assert.ok(platform && film);
    const undo = await make(platform, film);
    try {
      const { exitCode, invariants, output } = await auditPlatform(platform, { once: true });
      assert.equal(exitCode, 1, output);
      const found = invariants.find(({ number }) => number === invariant);
      const problems = found?.breaches.map(({ problem }) => problem) ?? [];
      assert.ok(
        problems.some((problem) => finds.test(problem)),
        `invariant ${invariant} says ${JSON.stringify(problems)}`,
      );
    } finally {
      await undo();
    }
  });
}

/** `kinora audit --blobs`, as somebody types it. */
async function scrub(...args: string[]) {
  assert.ok(platform);
  return runKinora(platform, 'audit', '--blobs', ...args);
}

test('every stored file is read and is what was noted, beside a running server', async () => {
  const { code, out, err } = await scrub();
  assert.equal(code, 0, out);
  assert.match(out, /^\d+ blobs with \d+ bytes were read\. All of them are whole, and nothing else is there\.\n$/);
  assert.match(err, /100 %/, 'it says how far it is');
  const { withoutChecksum, blobs } = JSON.parse((await scrub('--json')).out) as Record<string, number>;
  assert.equal(withoutChecksum, 0, 'of nothing that is written today the checksum is missing');
  assert.ok(blobs && blobs > 20);
});

test('reading keeps to the rate that was asked for', async () => {
  const begun = performance.now();
  const { bytes = 0 } = JSON.parse((await scrub('--json')).out) as { bytes?: number };
  const unhurriedMs = performance.now() - begun;
  const slowly = performance.now();
  // So that it takes a second and a half, whatever the size of the film.
  assert.equal((await scrub('--rate', String(bytes / 1.5e6))).code, 0);
  const tookMs = performance.now() - slowly;
  assert.ok(tookMs > 1200 && tookMs > unhurriedMs, `${tookMs} ms at a rate that needs 1500`);
  assert.equal((await scrub('--rate', 'fast')).code, 2);
});

test('damage of a stored file is named, with the film that it belongs to', { timeout: 60_000 }, async (t) => {
  assert.ok(platform && film);
  for (const { what, kind, problem, key, make } of await blobDamages(platform, film.id)) {
    await t.test(what, async () => {
      assert.ok(platform && film);
      const undo = await make(join(platform.dataDir, 'blobs', key));
      try {
        const { code, out } = await scrub('--json');
        const { breaches } = JSON.parse(out) as {
          breaches: Record<'kind' | 'key' | 'problem' | 'belongsTo', string>[];
        };
        assert.equal(code, 1);
        assert.deepEqual(
          breaches.map((breach) => [breach.kind, breach.key]),
          [[kind, key]],
        );
        assert.match(breaches[0]?.problem ?? '', problem);
        assert.ok(breaches[0]?.belongsTo.includes(`“A film” (${film.id})`), breaches[0]?.belongsTo);
      } finally {
        await undo();
      }
    });
  }
  const { code, out } = await scrub();
  assert.equal(code, 0, out);
});

test('with everything undone it holds again', async () => {
  assert.ok(platform);
  const { exitCode, output } = await auditPlatform(platform);
  assert.equal(exitCode, 0, output);
});

test('of a deleted video nothing remains, in the store or beside it, once the time of grace is over', async () => {
  assert.ok(platform && film);
  const { id } = film;
  assert.ok(person);
  const used = async () => (await person?.client.uploads.storage())?.usedBytes;
  const before = await used();
  assert.ok(before && before > film.bytes, 'its file, its renditions and its captions count');
  await person.client.videos.delete(id);
  await platform.settle();
  assert.equal(await used(), 0, 'its room is given back');
  // The same as waiting: collectors look when they start.
  await platform.query(`update transcoding.jobs set ended_at = ended_at - interval '1 hour'`);
  await platform.query(`update uploads.uploads set over_at = over_at - interval '1 hour'`);
  await platform.restart();
  const stored = join(platform.dataDir, 'blobs');
  await eventually('nothing is stored', async () => {
    const names = await readdir(stored, { recursive: true, withFileTypes: true });
    return names.every((entry) => !entry.isFile() || entry.parentPath.includes('.aside'));
  });
  assert.equal((await scrub()).code, 0);
});
