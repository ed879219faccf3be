import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createMemoryCache,
  createMemoryMailTransport,
  createMemoryPubSub,
  createMemoryWatchLog,
  type OutgoingMail,
  type PubSub,
} from '@kinora/ports';
import { cacheConformance, mailConformance, pubSubConformance, watchLogConformance } from '@kinora/ports/conformance';

cacheConformance({
  name: 'memory',
  start: async () => {
    const cache = createMemoryCache();
    return { cache, stop: () => cache.close() };
  },
});

watchLogConformance({
  name: 'memory',
  start: async () => {
    const log = createMemoryWatchLog();
    return { log, stop: () => log.close() };
  },
});

mailConformance({
  name: 'memory',
  start: async () => {
    const transport = createMemoryMailTransport();
    const credentials = { user: 'kinora', password: 'sesame' };
    const taken: (readonly OutgoingMail[])[] = [transport.open('mail.example.org', credentials)];
    return {
      transport,
      server: { host: 'mail.example.org', port: 25, security: 'none', credentials },
      taken: () => taken.flat(),
      faults: {
        kill: async () => transport.close('mail.example.org'),
        restart: async () => void taken.push(transport.open('mail.example.org', credentials)),
      },
      stop: async () => {},
    };
  },
});

pubSubConformance({
  name: 'memory',
  start: async () => {
    const shared = createMemoryPubSub();
    // Of one process: every user of it has the same one, and the first to close must not end the others.
    const user: PubSub = {
      publish: shared.publish.bind(shared),
      subscribe: shared.subscribe.bind(shared),
      close: async () => {},
    };
    return { create: () => user, stop: () => shared.close() };
  },
});

test('the memory cache stays within its bound and drops what was used least recently', async () => {
  const cache = createMemoryCache({ maxBytes: 10_000 });
  for (let index = 0; index < 8; index++) await cache.set(`key ${index}`, new Uint8Array(1000), { ttlMs: 60_000 });
  assert.ok(await cache.get('key 0'));
  await cache.set('key 8', new Uint8Array(1000), { ttlMs: 60_000 });
  await cache.set('key 9', new Uint8Array(1000), { ttlMs: 60_000 });
  assert.ok(await cache.get('key 0'), 'it was just used');
  assert.equal(await cache.get('key 1'), undefined);
  assert.ok(await cache.get('key 2'), 'no more is dropped than has to be');
  assert.ok(await cache.get('key 9'));
  await cache.set('too large', new Uint8Array(20_000), { ttlMs: 60_000 });
  assert.equal(await cache.get('too large'), undefined);
  assert.ok(await cache.get('key 9'), 'what cannot fit pushes nothing out');
});

test('the memory cache forgets counters whose window has ended without being asked for them', async () => {
  let now = 0;
  const cache = createMemoryCache({ now: () => now });
  for (let index = 0; index < 1000; index++) await cache.increment(`address ${index}`, { windowMs: 10 });
  now = 10;
  const { value, remainingMs } = await cache.increment('address 5', { windowMs: 10 });
  assert.deepEqual({ value, remainingMs }, { value: 1, remainingMs: 10 });
});

test('a listener of the memory wake-ups that throws does not keep others from hearing', async () => {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const pubSub = createMemoryPubSub({ onListenerError: (error) => errors.push(error) });
  await pubSub.subscribe('channel', () => {
    throw new Error('a mistake');
  });
  await pubSub.subscribe('channel', (message) => heard.push(message));
  await pubSub.publish('channel', 'hello');
  await Promise.resolve();
  assert.deepEqual(heard, ['hello']);
  assert.equal(errors.length, 1);
});
