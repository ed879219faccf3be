import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { postgresConformance } from '@kinora/adapter-postgres/conformance';
import type { EngineFaults } from '@kinora/ports/conformance';
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
  postgresConformance({ name: 'embedded PostgreSQL', start });
});
