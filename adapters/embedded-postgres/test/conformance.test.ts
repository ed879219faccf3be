import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { createPostgresEventBus, createPostgresPubSub, openPostgres } from '@kinora/adapter-postgres';
import {
  databaseConformance,
  type EngineFaults,
  eventBusConformance,
  pubSubConformance,
} from '@kinora/ports/conformance';
import { removeTemplate, seed } from './seed.ts';
import { gone, type Supervised, startSupervised } from './supervised.ts';

/** PostgreSQL under a supervisor that can be killed with it. */
async function start(): Promise<{ url: string; faults: EngineFaults; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-embedded-'));
  await seed(dataDir);
  let running: Supervised = await startSupervised(dataDir);
  return {
    url: running.url,
    faults: {
      kill: async () => {
        await running.killNode();
        await gone(running.postmaster);
      },
      restart: async () => {
        running = await startSupervised(dataDir);
      },
    },
    stop: async () => {
      await running.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

// Each has an engine of its own, and they wait more than they work.
describe('PostgreSQL (embedded) keeps what the ports promise', { concurrency: true }, () => {
  after(removeTemplate);
  databaseConformance({
    name: 'embedded PostgreSQL',
    start: async () => {
      const { url, faults, stop } = await start();
      return { connect: () => openPostgres({ url, applicationName: 'conformance' }), isolated: true, faults, stop };
    },
  });

  eventBusConformance({
    name: 'embedded PostgreSQL',
    start: async () => {
      const { url, faults, stop } = await start();
      const engine = openPostgres({ url, applicationName: 'conformance' });
      return {
        create: () => createPostgresEventBus({ url }),
        module: {
          url: import.meta.resolve('@kinora/adapter-postgres'),
          exportName: 'createPostgresEventBus',
          options: { url },
        },
        database: await engine.open<unknown>({ service: 'conformance', maxConnections: 2 }),
        faults,
        stop: async () => {
          await engine.close();
          await stop();
        },
      };
    },
  });

  pubSubConformance({
    name: 'embedded PostgreSQL',
    start: async () => {
      const { url, faults, stop } = await start();
      return { create: () => createPostgresPubSub({ url }), faults, stop };
    },
  });
});
