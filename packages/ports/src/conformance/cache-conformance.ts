import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Cache } from '../cache/cache.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';

export interface CacheHarness {
  name: string;
  start(): Promise<{ cache: Cache; faults?: EngineFaults; stop(): Promise<void> }>;
}

export function cacheConformance(harness: CacheHarness): void {
  describe(`a cache (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<CacheHarness['start']>>;
    let cache: Cache;
    before(async () => {
      running = await harness.start();
      cache = running.cache;
    });
    after(() => running.stop());

    test('answers what was set, byte for byte, and undefined for the rest', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, index) => index);
      await cache.set('bytes', value, { ttlMs: 60_000 });
      value[0] = 99;
      const found = await cache.get('bytes');
      assert.deepEqual(
        [...(found ?? [])],
        Array.from({ length: 256 }, (_, index) => index),
      );
      assert.equal(await cache.get('absent'), undefined);
      await cache.set('empty', new Uint8Array(0), { ttlMs: 60_000 });
      assert.equal((await cache.get('empty'))?.byteLength, 0);
    });

    test('keeps what it has when a caller changes the bytes it was given', async () => {
      await cache.set('shared', Uint8Array.of(1, 2), { ttlMs: 60_000 });
      const first = await cache.get('shared');
      first?.fill(0);
      assert.deepEqual([...((await cache.get('shared')) ?? [])], [1, 2]);
    });

    test('replaces and deletes; deleting what is absent is no error', async () => {
      await cache.set('replaced', Uint8Array.of(1), { ttlMs: 60_000 });
      await cache.set('replaced', Uint8Array.of(2), { ttlMs: 60_000 });
      assert.deepEqual([...((await cache.get('replaced')) ?? [])], [2]);
      await cache.delete('replaced');
      await cache.delete('replaced');
      assert.equal(await cache.get('replaced'), undefined);
    });

    test('forgets a value after its time', async () => {
      await cache.set('short', Uint8Array.of(1), { ttlMs: 60 });
      await cache.set('long', Uint8Array.of(1), { ttlMs: 60_000 });
      await eventually(async () => assert.equal(await cache.get('short'), undefined), { withinMs: 2000 });
      assert.ok(await cache.get('long'));
    });

    test('takes a value of 1 MiB', async () => {
      await cache.set('large', new Uint8Array(1024 * 1024).fill(5), { ttlMs: 60_000 });
      assert.equal((await cache.get('large'))?.byteLength, 1024 * 1024);
    });

    test('counts every increment of many at once and keeps the window of the first', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => cache.increment('counter', { windowMs: 60_000 })),
      );
      assert.deepEqual(
        answers.map((answer) => answer.value).sort((a, b) => a - b),
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
      const later = await cache.increment('counter', { by: 5, windowMs: 600_000 });
      assert.equal(later.value, 55);
      assert.ok(later.remainingMs > 0 && later.remainingMs <= 60_000, String(later.remainingMs));
    });

    test('starts a counter again after its window', async () => {
      await cache.increment('window', { windowMs: 60 });
      await eventually(
        async () => {
          // A long window so that only the first one can have ended.
          const { value, remainingMs } = await cache.increment('window', { windowMs: 60_000 });
          assert.ok(value === 1 && remainingMs > 1000);
        },
        { withinMs: 2000 },
      );
    });

    test('is like an empty one while its engine is away, and works again afterwards', async (context) => {
      const { faults } = running;
      if (!faults) return context.skip('nothing can be away from this cache');
      await cache.set('before', Uint8Array.of(1), { ttlMs: 60_000 });
      await faults.kill();
      assert.equal(await cache.get('before'), undefined);
      await cache.set('meanwhile', Uint8Array.of(1), { ttlMs: 60_000 });
      await cache.delete('meanwhile');
      assert.equal((await cache.increment('limited', { windowMs: 60_000 })).value, 0);
      await faults.restart();
      await eventually(async () => {
        await cache.set('again', Uint8Array.of(3), { ttlMs: 60_000 });
        assert.deepEqual([...((await cache.get('again')) ?? [])], [3]);
      });
    });
  });
}
