import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Identity } from './identity.ts';
import { EmbeddedPostgresRefusal } from './refusal.ts';

/** What is in the data directory, for refusing one that a newer Kinora wrote. */
const FORMAT = 1;
/** `sun_path` holds 108 bytes with the closing zero. */
const MAX_SOCKET_PATH_BYTES = 107;

export interface DataDirectory {
  root: string;
  /** PGDATA. */
  cluster: string;
  libraryLinks: string;
  release(): void;
}

/**
 * Opens (and makes) the data directory for this process alone. The lock is one of the operating system on `lock`, so it
 * ends with the process however that ends.
 */
export async function openDataDirectory(dataDir: string): Promise<DataDirectory> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const root = await realpath(dataDir);
  const lock = takeLock(root);
  const directory = {
    root,
    cluster: join(root, 'cluster'),
    libraryLinks: join(root, 'lib'),
    release: () => lock.close(),
  };
  try {
    assertFormat(root);
    return directory;
  } catch (error) {
    directory.release();
    throw error;
  }
}

function takeLock(root: string): DatabaseSync {
  const lock = new DatabaseSync(join(root, 'lock'), { timeout: 0 });
  try {
    // The way to a POSIX file lock that Node has: SQLite takes it and nothing is ever written.
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (!/locked/.test(String(cause))) throw cause;
    throw new EmbeddedPostgresRefusal(
      `Another Kinora is running on the data directory ${root}. Stop it first, or choose another data directory.`,
      { cause },
    );
  }
}

interface Format {
  format: number;
  postgres: number;
}

function readFormat(root: string): Format | undefined {
  const path = join(root, 'format.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Format) : undefined;
}

function assertFormat(root: string): void {
  const found = readFormat(root);
  if (found && found.format > FORMAT)
    throw new EmbeddedPostgresRefusal(
      `The data directory ${root} has format ${found.format} and was written by a newer Kinora; this one knows up to ${FORMAT}. Run the newer version.`,
    );
}

/** Refuses a cluster of another major version of PostgreSQL before its server does so less clearly. */
export function assertClusterVersion(directory: DataDirectory, majorVersion: number): void {
  const path = join(directory.cluster, 'PG_VERSION');
  if (!existsSync(path)) return;
  const found = Number.parseInt(readFileSync(path, 'utf8'), 10);
  if (found > majorVersion)
    throw new EmbeddedPostgresRefusal(
      `The data directory ${directory.root} was written by PostgreSQL ${found}; this Kinora carries ${majorVersion}. Run the newer version.`,
    );
  if (found < majorVersion)
    throw new EmbeddedPostgresRefusal(
      `The data directory ${directory.root} was written by PostgreSQL ${found}; this Kinora carries ${majorVersion}. ` +
        'Make a backup with the old version and restore it with this one.',
    );
}

export async function writeFormat(directory: DataDirectory, majorVersion: number): Promise<void> {
  const path = join(directory.root, 'format.json');
  const format: Format = { format: FORMAT, postgres: majorVersion };
  await writeFile(`${path}.new`, `${JSON.stringify(format)}\n`);
  await rename(`${path}.new`, path);
}

/** A directory for the socket that only its owner can enter, the same one at every start. */
export async function socketDirectory(directory: DataDirectory, identity: Identity, port: number): Promise<string> {
  const inside = join(directory.root, 'run');
  const candidates = [inside, ...shortDirectories(directory.root)];
  const fitting = candidates.filter(
    (path) => Buffer.byteLength(join(path, `.s.PGSQL.${port}`)) <= MAX_SOCKET_PATH_BYTES,
  );
  for (const path of fitting) if (await makePrivate(path, identity)) return path;
  throw new EmbeddedPostgresRefusal(
    `There is no directory for the socket of the embedded PostgreSQL: ${directory.root} is too long a path and ${fitting.join(', ') || 'the others'} cannot be used. Choose a shorter data directory.`,
  );
}

function shortDirectories(root: string): string[] {
  const name = `kinora-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const parents = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter(
    (path) => path !== undefined && existsSync(path),
  );
  return parents.map((path) => join(path ?? '/tmp', name));
}

/** False when somebody else made the directory: in a shared place its name can be guessed. */
async function makePrivate(path: string, identity: Identity): Promise<boolean> {
  const self = process.getuid?.() ?? 0;
  const owner = identity.owner ?? self;
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const found = await lstat(path);
    if (!found.isDirectory() || (found.uid !== self && found.uid !== owner)) return false;
    await chmod(path, 0o700);
    if (found.uid !== owner) await chown(path, owner, owner);
    return true;
  } catch {
    // Not writable for us: the next candidate is tried, and all of them are named when none is left.
    return false;
  }
}
