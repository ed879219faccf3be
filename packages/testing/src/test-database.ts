import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';
import { withAdmin } from './with-admin.ts';

export interface TestDatabase {
  /** Superuser, on an empty database. */
  url: string;
  stop(): Promise<void>;
}

/** Nothing that a test keeps has to outlive the machine. */
const SETTINGS = 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n';

/** An empty database: on the server that `npm test` started for all files, else on one of its own. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const shared = process.env.TEST_DATABASE_URL;
  if (!shared) return startTestServer();
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await withAdmin(shared, (client) => client.query(`create database ${name}`));
  const url = new URL(shared);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: () => withAdmin(shared, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

/** A PostgreSQL that is quick and forgets everything when the machine ends. */
export async function startTestServer(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-postgres-'));
  const dataDir = join(directory, 'postgres');
  await seedCluster(directory);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(join(dataDir, 'postgresql.local.conf'), SETTINGS);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Saves whoever starts on `dataDir` the second in which PostgreSQL sets up an empty cluster, where `npm test` has kept
 * one to copy.
 */
export async function seedCluster(dataDir: string): Promise<void> {
  const template = process.env.TEST_DATABASE_TEMPLATE;
  if (template) await promisify(execFile)('cp', ['-a', template, join(dataDir, 'postgres')]);
}
