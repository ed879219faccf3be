import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  auditPlatform,
  makeFilm,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { DAMAGES, type Film } from './damages.ts';

let platform: TestPlatform | undefined;
let film: Film | undefined;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  const { client } = await registerAccount(platform);
  const { id } = await uploadFilm(client, await makeFilm());
  await client.captions.create(id, { language: 'de', file: '0:01.000 --> 0:02.000\nWorte\n' });
  await waitForState(client, id, 'ready');
  await platform.settle();
  const [row] = await platform.query<{ source: string; job: string }>(
    'select source_blob as source, id as job from transcoding.jobs where video_id = $1',
    [id],
  );
  assert.ok(row);
  film = { id, ...row };
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

test('with everything undone it holds again', async () => {
  assert.ok(platform);
  const { exitCode, output } = await auditPlatform(platform);
  assert.equal(exitCode, 0, output);
});
