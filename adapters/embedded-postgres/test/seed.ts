import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';

let template: Promise<string> | undefined;

/** Fills `dataDir` with a cluster that was started and stopped once: setting one up costs most of a second. */
export async function seed(dataDir: string): Promise<void> {
  // `npm test` has made one for all files.
  const given = process.env.TEST_DATABASE_TEMPLATE;
  if (!given) template ??= makeTemplate();
  await promisify(execFile)('cp', ['-a', `${given ?? (await template)}/.`, dataDir]);
}

export async function removeTemplate(): Promise<void> {
  const made = await template;
  template = undefined;
  if (made) await rm(made, { recursive: true });
}

async function makeTemplate(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-template-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  await postgres.stop();
  return dataDir;
}
