import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFilesystemBlobStore } from '@kinora/adapter-filesystem';
import { InvalidBlobKey } from '@kinora/ports';
import { blobStoreConformance } from '@kinora/ports/conformance';

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

test('what a process that was killed has left aside is removed once it is an hour old', async () => {
  const directory = await temporary();
  await createFilesystemBlobStore({ directory });
  const old = new Date(Date.now() - 61 * 60 * 1000);
  for (const name of ['old', 'new']) await writeFile(join(directory, '.aside', name), 'half');
  await utimes(join(directory, '.aside', 'old'), old, old);
  await createFilesystemBlobStore({ directory });
  assert.deepEqual(await readdir(join(directory, '.aside')), ['new']);
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
