import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

const { listFiles, matchesStamp, writeStamp } = (await import(
  new URL('../lib/fingerprint.mjs', import.meta.url).href
)) as {
  listFiles(root: string, paths: string[], wanted?: (path: string) => boolean): { path: string }[];
  matchesStamp(root: string, stamp: string, files: { path: string }[]): boolean;
  writeStamp(root: string, stamp: string, files: { path: string }[]): void;
};

async function project(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'kinora-stamp-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'src/dist'), { recursive: true });
  await writeFile(join(root, 'src/a.ts'), 'a');
  await writeFile(join(root, 'src/a.test.ts'), 'test');
  await writeFile(join(root, 'src/dist/out.js'), 'built');
  const files = () => listFiles(root, ['src', 'absent'], (path) => !path.endsWith('.test.ts'));
  const stamp = join(root, 'stamp');
  return {
    root,
    files,
    matches: () => matchesStamp(root, stamp, files()),
    write: () => writeStamp(root, stamp, files()),
    stamp,
  };
}

test('sources are those that count, without what is built from them', async (t) => {
  const { files } = await project(t);
  assert.deepEqual(
    files().map(({ path }) => path),
    ['src/a.ts'],
  );
});

test('nothing matches before the first stamp, nor a stamp that was cut short', async (t) => {
  const { matches, write, stamp } = await project(t);
  assert.equal(matches(), false);
  write();
  assert.equal(matches(), true);
  await writeFile(stamp, '{"hash":');
  assert.equal(matches(), false);
});

test('a new time on the same content still matches, another content of the same length does not', async (t) => {
  const { root, matches, write } = await project(t);
  write();
  await utimes(join(root, 'src/a.ts'), new Date(1000), new Date(1000));
  assert.equal(matches(), true);
  await writeFile(join(root, 'src/a.ts'), 'b');
  assert.equal(matches(), false);
});

test('a file more, less or under another name does not match', async (t) => {
  const { root, matches, write } = await project(t);
  write();
  await writeFile(join(root, 'src/b.ts'), '');
  assert.equal(matches(), false);
  write();
  await rm(join(root, 'src/b.ts'));
  assert.equal(matches(), false);
});
