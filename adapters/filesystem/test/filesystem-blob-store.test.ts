import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFilesystemBlobStore } from '@kinora/adapter-filesystem';
import { InvalidBlobKey } from '@kinora/ports';
import { blobStoreConformance, eventually } from '@kinora/ports/conformance';

const temporary = () => mkdtemp(join(tmpdir(), 'kinora-blobs-'));

blobStoreConformance({
  name: 'files',
  start: async () => {
    const directory = await temporary();
    return {
      create: () => createFilesystemBlobStore({ directory }),
      module: {
        url: import.meta.resolve('@kinora/adapter-filesystem'),
        exportName: 'createFilesystemBlobStore',
        options: { directory },
      },
      leftovers: async () => {
        const names = await readdir(directory, { recursive: true });
        return names.filter((name) => /^\.(aside|multipart)\/./.test(name));
      },
      stop: () => rm(directory, { recursive: true }),
    };
  },
});

/** As a process leaves them that is killed while it writes: a blob aside, and a part of an upload. */
async function leaveBehind(directory: string, name: string, minutesAgo: number): Promise<void> {
  const at = new Date(Date.now() - minutesAgo * 60 * 1000);
  const upload = join(directory, '.multipart', 'upload');
  await mkdir(upload, { recursive: true });
  for (const path of [join(directory, '.aside', name), join(upload, `.${name}`)]) {
    await writeFile(path, 'half');
    await utimes(path, at, at);
  }
}

const leftBehind = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

test('what a process that was killed has left is removed by the next start once it is an hour old', async () => {
  const directory = await temporary();
  await (await createFilesystemBlobStore({ directory })).close();
  await leaveBehind(directory, 'old', 61);
  await leaveBehind(directory, 'new', 59);
  await (await createFilesystemBlobStore({ directory })).close();
  assert.deepEqual(await leftBehind(directory), ['.new', 'new']);
  await rm(directory, { recursive: true });
});

test('a store that runs on removes what others leave, and stops doing so when it is closed', async () => {
  const directory = await temporary();
  const errors: unknown[] = [];
  const store = await createFilesystemBlobStore({ directory, sweepMs: 10, onError: (error) => errors.push(error) });
  await leaveBehind(directory, 'new', 59);
  await leaveBehind(directory, 'old', 61);
  await eventually(async () => assert.deepEqual(await leftBehind(directory), ['.new', 'new']));
  await store.close();
  await rm(directory, { recursive: true });
  assert.deepEqual(errors, []);
});

test('a look that fails is told of, and the next one tries again', async () => {
  const directory = await temporary();
  const errors: unknown[] = [];
  const store = await createFilesystemBlobStore({ directory, sweepMs: 10, onError: (error) => errors.push(error) });
  // A folder is nothing that a write leaves, and no file of ours to remove.
  const folder = join(directory, '.aside', 'folder');
  await mkdir(folder);
  const old = new Date(0);
  await utimes(folder, old, old);
  await eventually(() => assert.ok(errors.length > 0));
  await leaveBehind(directory, 'old', 61);
  await rm(folder, { recursive: true });
  await eventually(async () => assert.deepEqual(await leftBehind(directory), []));
  await store.close();
  await rm(directory, { recursive: true });
});

test('a key that would be a directory, or go through a blob, is refused', async () => {
  const directory = await temporary();
  const store = await createFilesystemBlobStore({ directory });
  await store.put('a/b', Buffer.from('x'));
  await assert.rejects(store.put('a', Buffer.from('x')), InvalidBlobKey);
  await assert.rejects(store.put('a', Buffer.from('x'), { ifAbsent: true }), InvalidBlobKey);
  await assert.rejects(store.put('a/b/c', Buffer.from('x')), InvalidBlobKey);
  assert.equal(await store.head('a'), undefined);
  await store.delete('a');
  assert.ok(await store.head('a/b'));
  assert.deepEqual(await readdir(join(directory, '.aside')), []);
  await rm(directory, { recursive: true });
});

test('writers and deleters of the same directory do not meet a directory that has just gone', async () => {
  const directory = await temporary();
  const store = await createFilesystemBlobStore({ directory });
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 25; round++) {
        const key = `deep/${round % 3}/er/${writer}`;
        await store.put(key, Buffer.from('x'));
        await store.delete(key);
      }
    }),
  );
  assert.deepEqual((await store.list('')).blobs, []);
  assert.deepEqual((await readdir(directory)).sort(), ['.aside', '.multipart']);
  await rm(directory, { recursive: true });
});

const MEMORY = '/dev/shm';

test('a file on the same disk becomes a blob without a second copy; on another disk it is copied', {
  skip: !existsSync(MEMORY) && 'there is no second disk here',
}, async () => {
  const directory = await temporary();
  const elsewhere = await mkdtemp(join(MEMORY, 'kinora-blobs-'));
  try {
    const store = await createFilesystemBlobStore({ directory: join(directory, 'blobs') });
    for (const [from, shared] of [
      [directory, true],
      [elsewhere, false],
    ] as const) {
      assert.equal(await store.sharesFilesOf(from), shared);
      assert.deepEqual(
        (await readdir(from)).filter((name) => name.startsWith('.')),
        [],
        'nothing of the question stays',
      );
      const path = join(from, 'file');
      await writeFile(path, 'the file', { mode: 0o600 });
      await store.putFile(`from/${shared}`, path, 8);
      const [file, blob] = await Promise.all([stat(path), stat(join(directory, 'blobs', 'from', String(shared)))]);
      assert.equal(file.dev === blob.dev && file.ino === blob.ino, shared);
      assert.equal(blob.mode & 0o777, 0o640);
      assert.equal(Buffer.from(await store.readAll(`from/${shared}`)).toString(), 'the file');
    }
    assert.deepEqual(await readdir(join(directory, 'blobs', '.aside')), []);
    await store.close();
  } finally {
    await Promise.all([directory, elsewhere].map((path) => rm(path, { recursive: true })));
  }
});
