import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { BlobBodyMismatch, BlobNotFound, type BlobStore, InvalidBlobKey } from '../blob-store/blob-store.ts';
import { runInTransactionScope, SlowCallInTransaction } from '../database/transaction-scope.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';
import { type PortModule, startPortProcess } from './port-process.ts';

export interface BlobStoreHarness {
  name: string;
  start(): Promise<{
    /** One more connection to the same store, as another process would have. */
    create(): Promise<BlobStore>;
    /** Makes the same store in another process. */
    module: PortModule;
    /** Names of unfinished writes that the store still keeps, where that can be seen. */
    leftovers?(): Promise<string[]>;
    faults?: EngineFaults;
    stop(): Promise<void>;
  }>;
}

/** The least that S3 takes for a part that is not the last. */
const PART_BYTES = 5 * 1024 * 1024;
const text = (value: string) => Buffer.from(value);

export function blobStoreConformance(harness: BlobStoreHarness): void {
  describe(`a blob store (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<BlobStoreHarness['start']>>;
    let store: BlobStore;
    let other: BlobStore;
    before(async () => {
      running = await harness.start();
      store = await running.create();
      other = await running.create();
    });
    after(async () => {
      await Promise.all([store.close(), other.close()]);
      await running.stop();
    });
    const read = async (key: string) => Buffer.from(await other.readAll(key)).toString();
    const leftovers = async () => (await running.leftovers?.()) ?? [];
    /** A killed writer cannot tidy up; what it has left is removed later. */
    let ofKilled: string[] = [];
    const noLeftovers = async () => assert.deepEqual(await leftovers(), ofKilled);

    test('shows a blob whole, to everyone, from the moment that it was put', async () => {
      const body = randomBytes(300_000);
      assert.equal(await store.put('a/b/c.bin', body), true);
      assert.deepEqual(Buffer.from(await other.readAll('a/b/c.bin')), body);
      assert.equal(await store.put('a/stream', Readable.from([body, body]), { size: 600_000 }), true);
      assert.deepEqual(Buffer.from(await other.readAll('a/stream')), Buffer.concat([body, body]));
      const info = await other.head('a/b/c.bin');
      assert.equal(info?.sizeBytes, 300_000);
      assert.ok(Math.abs(Date.now() - (info?.modifiedAt.getTime() ?? 0)) < 60_000);
      await store.put('empty', new Uint8Array(0));
      assert.equal((await other.readAll('empty')).byteLength, 0);
      await noLeftovers();
    });

    test('reads ranges, start inclusive and end exclusive', async () => {
      await store.put('range', text('0123456789'));
      const range = async (start?: number, end?: number) =>
        (
          await buffer(
            await other.read('range', { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }),
          )
        ).toString();
      assert.equal(await range(), '0123456789');
      assert.equal(await range(3), '3456789');
      assert.equal(await range(0, 4), '0123');
      assert.equal(await range(4, 5), '4');
      assert.equal(await range(4, 4), '');
      assert.equal(await range(8, 100), '89');
    });

    test('says that a blob is not there', async () => {
      await assert.rejects(store.readAll('absent'), BlobNotFound);
      await assert.rejects(store.read('absent/too'), BlobNotFound);
      assert.equal(await store.head('absent'), undefined);
      await store.delete('absent');
    });

    test('refuses to read more into memory than was asked for', async () => {
      await store.put('bounded', text('0123456789'));
      assert.equal((await store.readAll('bounded', { maxBytes: 10 })).byteLength, 10);
      await assert.rejects(store.readAll('bounded', { maxBytes: 9 }), RangeError);
    });

    test('replaces a blob at once: a reader has all of the old one or all of the new one', async () => {
      const size = 200_000;
      await store.put('replaced', new Uint8Array(size).fill(1));
      const reader = await other.read('replaced');
      await store.put('replaced', new Uint8Array(size).fill(2));
      const old = await buffer(reader);
      assert.equal(old.byteLength, size);
      assert.equal(new Set(old).size, 1);
      const now = await other.readAll('replaced');
      assert.ok(now.byteLength === size && now[0] === 2 && now[size - 1] === 2);
    });

    test('lets one of many who put a key if it is absent win, and tells the others', async () => {
      const results = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          (index % 2 ? store : other).put('contested', text(`writer ${index}`), { ifAbsent: true }),
        ),
      );
      assert.equal(results.filter(Boolean).length, 1);
      assert.equal(await read('contested'), `writer ${results.indexOf(true)}`);
      assert.equal(await store.put('contested', text('late'), { ifAbsent: true }), false);
      assert.notEqual(await read('contested'), 'late');
      await noLeftovers();
    });

    test('stores nothing of a body that is shorter or longer than declared, or whose source fails', async () => {
      const failing = async function* () {
        yield randomBytes(100_000);
        throw new Error('the source is gone');
      };
      await store.put('broken/kept', text('kept'));
      for (const key of ['broken/new', 'broken/kept']) {
        const bodies = [
          Readable.from([randomBytes(100_000)]),
          Readable.from([randomBytes(300_000)]),
          Readable.from(failing(), { objectMode: false }),
        ];
        for (const body of bodies) await assert.rejects(store.put(key, body, { size: 200_000 }), BlobBodyMismatch);
        await assert.rejects(store.put(key, randomBytes(5), { size: 6 }), BlobBodyMismatch);
      }
      assert.equal(await other.head('broken/new'), undefined);
      assert.equal(await read('broken/kept'), 'kept');
      await noLeftovers();
    });

    test('makes a blob of a file, which may go afterwards, and again of the same file', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'kinora-file-'));
      try {
        const body = randomBytes(300_000);
        const path = join(directory, 'file');
        await writeFile(path, body);
        await utimes(path, new Date(0), new Date(0));
        await store.put('file/whole', text('what was there before'));
        assert.equal(typeof (await store.sharesFilesOf(directory)), 'boolean');
        await assert.rejects(store.putFile('file/whole', path, 299_999), BlobBodyMismatch);
        assert.equal(await read('file/whole'), 'what was there before');
        // Whoever was killed before it could say so does it once more.
        await store.putFile('file/whole', path, body.length);
        await other.putFile('file/whole', path, body.length);
        await rm(path);
        assert.deepEqual(Buffer.from(await other.readAll('file/whole')), body);
        const info = await other.head('file/whole');
        assert.ok(Math.abs(Date.now() - (info?.modifiedAt.getTime() ?? 0)) < 60_000, 'as old as it is in the store');
        await assert.rejects(store.putFile('file/none', path, body.length), { code: 'ENOENT' });
        await noLeftovers();
      } finally {
        await rm(directory, { recursive: true });
      }
    });

    test('stores nothing of a body whose writer was killed', async () => {
      const writer = startPortProcess('blob-writer-process.ts', running.module, { key: 'killed', size: 4_000_000 });
      await writer.message('halfway');
      await writer.kill();
      assert.equal(await store.head('killed'), undefined);
      assert.deepEqual((await store.list('killed')).blobs, []);
      await store.put('killed', text('second try'));
      assert.equal(await read('killed'), 'second try');
      ofKilled = await leftovers();
    });

    test('refuses what is not a key', async () => {
      const wrong = [
        '',
        '/a',
        'a/',
        'a//b',
        '.',
        '..',
        'a/../b',
        'a/./b',
        '../a',
        'a b',
        'ä',
        'a\\b',
        'a\0b',
        'x'.repeat(513),
      ];
      for (const key of wrong) {
        await assert.rejects(async () => store.put(key, text('x')), InvalidBlobKey, key);
        await assert.rejects(async () => store.putFile(key, '/dev/null', 0), InvalidBlobKey, key);
        await assert.rejects(async () => store.read(key), InvalidBlobKey, key);
        await assert.rejects(async () => store.head(key), InvalidBlobKey, key);
        await assert.rejects(async () => store.delete(key), InvalidBlobKey, key);
        await assert.rejects(async () => store.startMultipart(key), InvalidBlobKey, key);
      }
      await store.put('x'.repeat(200), text('long'));
    });

    test('refuses to be waited for inside a database transaction', async () => {
      const inside = (work: () => Promise<unknown>) =>
        assert.rejects(runInTransactionScope(work), SlowCallInTransaction);
      await inside(() => store.put('inside', text('x')));
      await inside(() => store.putFile('inside', '/dev/null', 0));
      await inside(() => store.readAll('inside'));
      assert.equal(await store.head('inside'), undefined);
    });

    test('lists by prefix, ascending, in pages', async () => {
      const keys = ['l/a', 'l/a-b', 'l/a.b', 'l/aa/1', 'l/aa/2', 'l/aa-1', 'l/b/c/d', 'l/b/c-d', 'l/z'].sort();
      for (const key of keys.toReversed()) await store.put(key, text(key));
      const all = async (prefix: string, limit: number) => {
        const found: string[] = [];
        for (let after: string | undefined; ; ) {
          const page = await other.list(prefix, { limit, ...(after && { after }) });
          found.push(...page.blobs.map((blob) => blob.key));
          assert.ok(page.blobs.length <= limit);
          after = page.blobs.at(-1)?.key;
          if (!page.more) return found;
        }
      };
      for (const limit of [1, 2, 1000]) assert.deepEqual(await all('l/', limit), keys);
      const starting = (prefix: string) => keys.filter((key) => key.startsWith(prefix));
      for (const prefix of ['l/a', 'l/aa', 'l/aa/', 'l/b/c', 'l/none']) {
        assert.deepEqual(await all(prefix, 2), starting(prefix));
      }
      assert.equal((await other.list('l/aa/1')).blobs[0]?.sizeBytes, 6);
    });

    test('deletes one blob, and all below a prefix', async () => {
      for (const key of ['d/1', 'd/2/3', 'd/2/4', 'dd']) await store.put(key, text('x'));
      await store.delete('d/1');
      assert.equal(await other.head('d/1'), undefined);
      assert.equal(await store.deletePrefix('d/'), 2);
      assert.deepEqual(
        (await other.list('d')).blobs.map((blob) => blob.key),
        ['dd'],
      );
      assert.equal(await store.deletePrefix('d/'), 0);
      await store.put('d/2/3', text('again'));
      assert.equal(await read('d/2/3'), 'again');
    });

    test('makes a blob of parts in any order, also by another process, and shows nothing before', async () => {
      const [first, second, third] = [randomBytes(PART_BYTES), randomBytes(PART_BYTES), randomBytes(1000)];
      const upload = { key: 'parts/whole', uploadId: await store.startMultipart('parts/whole') };
      const etag3 = (await store.putPart(upload, 3, third, third.byteLength)).etag;
      await store.putPart(upload, 1, randomBytes(PART_BYTES), PART_BYTES);
      const etag1 = (await other.putPart(upload, 1, Readable.from([first]), PART_BYTES)).etag;
      const etag2 = (await other.putPart(upload, 2, second, PART_BYTES)).etag;
      assert.equal(await other.head('parts/whole'), undefined);
      assert.deepEqual(
        (await other.listParts(upload)).map(({ part, size, etag }) => [part, size, etag]),
        [
          [1, PART_BYTES, etag1],
          [2, PART_BYTES, etag2],
          [3, 1000, etag3],
        ],
      );
      const parts = [etag1, etag2, etag3].map((etag, index) => ({ part: index + 1, etag }));
      await other.completeMultipart(upload, parts);
      await store.completeMultipart(upload, parts);
      const whole = Buffer.from(await store.readAll('parts/whole'));
      assert.ok(whole.equals(Buffer.concat([first, second, third])));
      await noLeftovers();
    });

    test('refuses to complete with a part that is not the one stored, and forgets an aborted upload', async () => {
      const upload = { key: 'parts/aborted', uploadId: await store.startMultipart('parts/aborted') };
      const { etag } = await store.putPart(upload, 1, text('part'), 4);
      await assert.rejects(store.completeMultipart(upload, [{ part: 1, etag: '0'.repeat(32) }]));
      await assert.rejects(
        store.completeMultipart(upload, [
          { part: 1, etag },
          { part: 2, etag },
        ]),
      );
      await assert.rejects(store.putPart(upload, 2, Readable.from([text('short')]), 6), BlobBodyMismatch);
      assert.equal((await store.listParts(upload)).length, 1);
      await store.abortMultipart(upload);
      await store.abortMultipart(upload);
      await assert.rejects(store.putPart(upload, 2, text('x'), 1));
      await assert.rejects(store.completeMultipart(upload, [{ part: 1, etag }]));
      assert.equal(await other.head('parts/aborted'), undefined);
      await noLeftovers();
    });

    test('says how much room there is, where it has a bound', async () => {
      const freeBytes = await store.freeBytes();
      assert.ok(freeBytes === null || freeBytes > 0, String(freeBytes));
    });

    test('stops reading when it is told to', async () => {
      await store.put('aborted', randomBytes(2_000_000));
      const stop = new AbortController();
      const body = await other.read('aborted', { signal: stop.signal });
      body.once('data', () => stop.abort());
      await assert.rejects(buffer(body), { name: 'AbortError' });
    });

    test('loses nothing that it acknowledged to a crash', async (context) => {
      const { faults } = running;
      assert.equal(await store.isReady(), true);
      if (!faults) return context.skip('the engine of this store cannot be killed here');
      const key = `crash/${randomUUID()}`;
      await store.put(key, text('kept'));
      await faults.kill();
      assert.equal(await store.isReady(), false);
      await faults.restart();
      await eventually(async () => assert.equal(await store.isReady(), true));
      assert.equal(await read(key), 'kept');
    });
  });
}
