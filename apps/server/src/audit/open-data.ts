import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from '@kinora/kernel';
import pg from 'pg';

export interface OpenedData {
  /** May read and write the rows of every service. */
  client: pg.Client;
  dataDir: string;
  /** A server works on this data. */
  running: boolean;
  close(): Promise<void>;
}

/** A sentence for the operator. */
export class DataRefused extends Error {
  override readonly name = 'DataRefused';
}

/**
 * Opens the rows of all services beside a running server, in either shape, or alone: the embedded PostgreSQL is started
 * when nobody else runs it, and stopped again.
 */
export async function openData(environment: Environment, applicationName: string): Promise<OpenedData> {
  const dataDir = resolve(environment.DATA_DIR || './data');
  const outside = environment.DATABASE_DIRECT_URL || environment.DATABASE_URL;
  if (!existsSync(join(dataDir, 'format')) && !outside) {
    throw new DataRefused(`There is no data of Kinora in ${dataDir}. Name the directory with DATA_DIR.`);
  }
  if (outside) {
    const client = await connect(outside, applicationName);
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity where application_name like 'kinora%' and pid <> pg_backend_pid()`,
    );
    return { client, dataDir, running: (rows[0]?.others ?? 0) > 0, close: () => client.end() };
  }
  const root = join(dataDir, 'postgres');
  for (const url of socketUrls(root, environment)) {
    const client = await connect(url, applicationName).catch(() => undefined);
    if (client) return { client, dataDir, running: true, close: () => client.end() };
  }
  const { startEmbeddedPostgres } = await import('@kinora/adapter-embedded-postgres');
  const embedded = await startEmbeddedPostgres({ dataDir: root, log: () => {} });
  try {
    const client = await connect(embedded.url, applicationName);
    const close = async () => {
      await client.end();
      await embedded.stop();
    };
    return { client, dataDir, running: false, close };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** Where the embedded PostgreSQL of a running server may have its socket: inside, or elsewhere when the path is long. */
function socketUrls(root: string, environment: Environment): string[] {
  if (!existsSync(root)) return [];
  const real = realpathSync(root);
  const name = `kinora-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`;
  const short = [environment.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].flatMap((parent) =>
    parent ? [join(parent, name)] : [],
  );
  return [join(real, 'run'), ...short]
    .filter((directory) => existsSync(join(directory, '.s.PGSQL.5432')))
    .map((directory) => `postgres://kinora@localhost/postgres?host=${encodeURIComponent(directory)}&port=5432`);
}

async function connect(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  await client.connect();
  return client;
}
