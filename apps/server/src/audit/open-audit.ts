import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import pg from 'pg';

export interface OpenedAudit {
  client: pg.Client;
  blobs: BlobStore;
  aside: { path: string; modifiedAt: Date }[];
  dataDir: string;
  stagingDirectory: string;
  running: boolean;
  close(): Promise<void>;
}

/**
 * Opens the data for reading beside a running server, or alone: the embedded PostgreSQL is started when nobody else
 * runs it, and stopped again.
 */
export async function openAudit(environment: Environment): Promise<OpenedAudit> {
  const dataDir = resolve(environment.DATA_DIR ?? './data');
  if (!existsSync(join(dataDir, 'format')) && !environment.DATABASE_URL) {
    throw new AuditRefused(`There is no data of Kinora in ${dataDir}. Name the directory with DATA_DIR.`);
  }
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const { client, running } = await openDatabase(environment, dataDir, closers);
    closers.push(() => client.end());
    if (environment.BLOB_URL && !environment.BLOB_URL.startsWith('file:')) {
      throw new AuditRefused(`BLOB_URL is ${environment.BLOB_URL}: only blobs in files can be audited.`);
    }
    const blobDirectory = environment.BLOB_URL ? new URL(environment.BLOB_URL).pathname : join(dataDir, 'blobs');
    // Opening the store removes what is old enough.
    const aside = await listAside(join(blobDirectory, '.aside'));
    const { createFilesystemBlobStore } = await import('@kinora/adapter-filesystem');
    const blobs = await createFilesystemBlobStore({ directory: blobDirectory });
    closers.push(() => blobs.close());
    const stagingDirectory = environment.UPLOAD_STAGING_DIR ?? join(dataDir, 'staging');
    return { client, blobs, aside, dataDir, stagingDirectory, running, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A sentence for the operator. */
export class AuditRefused extends Error {
  override readonly name = 'AuditRefused';
}

async function openDatabase(
  environment: Environment,
  dataDir: string,
  closers: (() => Promise<void>)[],
): Promise<{ client: pg.Client; running: boolean }> {
  const outside = environment.DATABASE_DIRECT_URL ?? environment.DATABASE_URL;
  if (outside) {
    const client = await connect(outside);
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity where application_name like 'kinora%' and pid <> pg_backend_pid()`,
    );
    return { client, running: (rows[0]?.others ?? 0) > 0 };
  }
  const root = join(dataDir, 'postgres');
  for (const url of socketUrls(root)) {
    const client = await connect(url).catch(() => undefined);
    if (client) return { client, running: true };
  }
  const { startEmbeddedPostgres } = await import('@kinora/adapter-embedded-postgres');
  const embedded = await startEmbeddedPostgres({ dataDir: root, log: () => {} });
  closers.push(() => embedded.stop());
  return { client: await connect(embedded.url), running: false };
}

async function listAside(directory: string): Promise<{ path: string; modifiedAt: Date }[]> {
  const names = existsSync(directory) ? await readdir(directory) : [];
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const file = await stat(path).catch(() => undefined);
      return file ? [{ path, modifiedAt: file.mtime }] : [];
    }),
  );
  return found.flat();
}

/** Where the embedded PostgreSQL of a running server may have its socket: inside, or elsewhere when the path is long. */
function socketUrls(root: string): string[] {
  if (!existsSync(root)) return [];
  const real = realpathSync(root);
  const name = `kinora-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`;
  const short = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].flatMap((parent) =>
    parent ? [join(parent, name)] : [],
  );
  return [join(real, 'run'), ...short]
    .filter((directory) => existsSync(join(directory, '.s.PGSQL.5432')))
    .map((directory) => `postgres://kinora@localhost/postgres?host=${encodeURIComponent(directory)}&port=5432`);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'audit' });
  await client.connect();
  return client;
}
