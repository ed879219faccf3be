import assert from 'node:assert/strict';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DataDirectoryError, prepareDataDirectory } from '../src/data-directory.ts';
import { temporaryDirectory } from './harness.ts';

test('a data directory is made with its parents, for nobody else to read', async (t) => {
  const path = join(await temporaryDirectory(t), 'some/where/data');
  assert.deepEqual(await prepareDataDirectory(path), { firstStart: true });
  assert.equal((await stat(path)).mode & 0o777, 0o700);
  assert.deepEqual(await prepareDataDirectory(path), { firstStart: false });
});

test('a place that takes no directories is refused', { timeout: 10_000 }, async (t) => {
  await access('/proc/self').catch(() => t.skip('there is no /proc'));
  await assert.rejects(prepareDataDirectory('/proc/kinora/data'), DataDirectoryError);
});
