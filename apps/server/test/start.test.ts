import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { ready, seededDirectory, start, temporaryDirectory } from './harness.ts';

test('it says where it is and how to become administrator, stops in order, and starts again on its data', async (t) => {
  const DATA_DIR = join(await temporaryDirectory(t), 'data');
  const first = start(t, 'one', { DATA_DIR });
  const { url } = await ready(first);
  assert.match(first.out(), /Set up {4}http:\/\/localhost:\d+\/setup\?token=\S+/);
  assert.match(first.out(), new RegExp(`Data {6}${DATA_DIR}`));
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  first.child.kill('SIGTERM');
  assert.equal(await first.exited, 0);

  const second = start(t, 'one', { DATA_DIR });
  await ready(second);
  second.child.kill('SIGINT');
  assert.equal(await second.exited, 0);
});

test('a second Kinora on the same data is refused in one sentence, and the first goes on', async (t) => {
  const DATA_DIR = await seededDirectory(t);
  const first = start(t, 'one', { DATA_DIR });
  const { url } = await ready(first);
  const second = start(t, 'one', { DATA_DIR });
  assert.equal(await second.exited, 1);
  assert.match(second.err(), /^[^\n]+\n$/);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
});

test('a port that is taken is one sentence with a remedy', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const DATA_DIR = await seededDirectory(t);
  for (const shape of ['one', 'split'] as const) {
    const started = start(t, shape, { DATA_DIR, PORT: String(port) });
    assert.equal(await started.exited, 1, shape);
    assert.match(
      started.err(),
      new RegExp(`^Port ${port} is taken by another program\\. [^\\n]*PORT[^\\n]*\\n$`),
      shape,
    );
  }
});

test('data that cannot be written or that a newer version made is refused, and left as it is', async (t) => {
  const directory = await temporaryDirectory(t);
  await writeFile(join(directory, 'file'), '');
  const unwritable = start(t, 'one', { DATA_DIR: join(directory, 'file') });
  assert.equal(await unwritable.exited, 1);
  assert.match(unwritable.err(), /^The data directory \S+ cannot be written\.[^\n]*\n$/);

  const DATA_DIR = join(directory, 'newer');
  await mkdir(DATA_DIR);
  await chmod(DATA_DIR, 0o700);
  await writeFile(join(DATA_DIR, 'format'), '999\n');
  const newer = start(t, 'one', { DATA_DIR });
  assert.equal(await newer.exited, 1);
  assert.match(newer.err(), /has format 999/);
});

test('mistakes in the settings are reported together', async (t) => {
  const DATA_DIR = join(await temporaryDirectory(t), 'data');
  const started = start(t, 'one', { DATA_DIR, PORT: 'eighty', SESSION_DAYS: '-1', CHUNK_SECONDS: 'long' });
  assert.equal(await started.exited, 1);
  for (const name of ['PORT', 'SESSION_DAYS', 'CHUNK_SECONDS'])
    assert.match(started.err(), new RegExp(`^ {2}${name} is `, 'm'));
});
