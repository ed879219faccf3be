import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Migration } from '@kinora/ports';

const KERNEL = new URL('../../migrations/', import.meta.url);

/** The kernel's files, whose names begin with `0000-kernel-`, and the service's own: two series, each grows by itself. */
export async function readMigrations(directory: URL): Promise<Migration[]> {
  const kernel = await readDirectory(KERNEL);
  return [...kernel.map((migration) => ({ ...migration, series: 'kernel' })), ...(await readDirectory(directory))];
}

async function readDirectory(directory: URL): Promise<Migration[]> {
  const path = fileURLToPath(directory);
  const names = (await readdir(path)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(new URL(name, directory), 'utf8') })));
}
