import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, findBinaries, libraryPath } from './binaries.ts';
import { initialiseCluster } from './cluster.ts';
import { writeConfiguration } from './configuration.ts';
import {
  assertClusterVersion,
  type DataDirectory,
  openDataDirectory,
  socketDirectory,
  writeFormat,
} from './directory.ts';
import { assertReachable, chooseIdentity, type Identity, takeDirectory, takeOwnership } from './identity.ts';
import { clearOrphans } from './orphans.ts';
import { type Server, startServer } from './server.ts';
import { startWatcher, type Watcher } from './watcher.ts';

/** Only part of the socket's name. */
const PORT = 5432;

export type EmbeddedPostgresLog = (entry: { level: 'info' | 'warn' | 'error'; message: string }) => void;

export interface StartEmbeddedPostgresOptions {
  /** Made when absent. Everything of the embedded PostgreSQL is inside, except the socket when the path is too long. */
  dataDir: string;
  log: EmbeddedPostgresLog;
  /** PostgreSQL ended alone. It is started again by itself; `restarted` resolves when it answers. */
  onUnexpectedExit?: (exit: { code: number | null; signal: NodeJS.Signals | null; restarted: Promise<void> }) => void;
  /** How PostgreSQL is run when we are root; found out by trying when absent. */
  mode?: Identity['mode'];
}

export interface EmbeddedPostgres {
  /** For `pg` and `openPostgres`: a superuser on a socket that only its owner can reach. Stays the same. */
  readonly url: string;
  readonly version: string;
  /** Of the postmaster; another one after a restart. */
  readonly pid: number;
  /** Ends within 3 s, in order when possible. Idempotent. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL on `dataDir`, or rejects with one sentence that says what to do. */
export async function startEmbeddedPostgres(options: StartEmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const directory = await openDataDirectory(options.dataDir);
  const watcher = startWatcher(directory.cluster);
  try {
    const supervisor = new Supervisor({ options, binaries, directory, watcher });
    await supervisor.start();
    return supervisor;
  } catch (error) {
    watcher.close();
    directory.release();
    throw error;
  }
}

interface Parts {
  options: StartEmbeddedPostgresOptions;
  binaries: Binaries;
  directory: DataDirectory;
  watcher: Watcher;
}

class Supervisor implements EmbeddedPostgres {
  readonly version: string;
  #url = '';
  #server: Server | undefined;
  #stopping: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  readonly #stopped = new AbortController();
  readonly #parts: Parts;
  readonly #identity: Identity;
  #env: NodeJS.ProcessEnv = {};
  #socketDirectory = '';

  constructor(parts: Parts) {
    this.#parts = parts;
    this.version = parts.binaries.version;
    this.#identity = chooseIdentity({ ...(parts.options.mode && { mode: parts.options.mode }) });
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  async start(): Promise<void> {
    const { binaries, directory } = this.#parts;
    assertClusterVersion(directory, binaries.majorVersion);
    this.#env = {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      TZ: 'UTC',
      LD_LIBRARY_PATH: await libraryPath(binaries, directory.libraryLinks),
    };
    await takeDirectory(directory.root, this.#identity);
    assertReachable(this.#identity, { postgres: binaries.postgres, data: directory.root, env: this.#env });
    this.#socketDirectory = await socketDirectory(directory, this.#identity, PORT);
    if (!existsSync(directory.cluster)) await this.#initialise();
    await takeOwnership(directory.cluster, this.#identity);
    await this.#startServer();
    this.#url = `postgres://kinora@localhost/postgres?host=${encodeURIComponent(this.#socketDirectory)}&port=${PORT}`;
  }

  async #initialise(): Promise<void> {
    const { binaries, directory } = this.#parts;
    await initialiseCluster({ binaries, identity: this.#identity, cluster: directory.cluster, env: this.#env });
    await writeFormat(directory, binaries.majorVersion);
  }

  async #startServer(): Promise<void> {
    const { binaries, directory, options, watcher } = this.#parts;
    const orphans = await clearOrphans(directory.cluster, this.#socketDirectory, PORT);
    if (orphans.length > 0)
      options.log({
        level: 'warn',
        message: `Stopped PostgreSQL of an earlier start (process ${orphans.join(', ')}).`,
      });
    await writeConfiguration(directory.cluster, { socketDirectory: this.#socketDirectory, port: PORT });
    const server = startServer({
      binaries,
      identity: this.#identity,
      cluster: directory.cluster,
      env: this.#env,
      log: options.log,
    });
    this.#server = server;
    watcher.watch(server.pid);
    await server.ready(this.#stopped.signal);
    void server.exited.then((exit) => this.#onExit(exit));
  }

  #onExit(exit: { code: number | null; signal: NodeJS.Signals | null }): void {
    if (this.#stopped.signal.aborted) return;
    const { options, watcher } = this.#parts;
    watcher.unwatch();
    options.log({
      level: 'error',
      message: `PostgreSQL ended by itself (${exit.signal ?? `code ${exit.code}`}) and is started again.`,
    });
    const restarted = this.#restart();
    this.#restarting = restarted;
    options.onUnexpectedExit?.({ ...exit, restarted });
  }

  /** Tries until it runs or we are stopped: a disk that was full may have room later. */
  async #restart(): Promise<void> {
    for (let pauseMs = 100; !this.#stopped.signal.aborted; pauseMs = Math.min(pauseMs * 2, 5000)) {
      try {
        await this.#startServer();
        return;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#parts.options.log({ level: 'error', message: `PostgreSQL does not start: ${String(error)}` });
        await delay(pauseMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
      }
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { directory, watcher } = this.#parts;
    this.#stopped.abort();
    await this.#restarting;
    await this.#server?.stop();
    watcher.close();
    await rm(this.#socketDirectory, { recursive: true, force: true });
    directory.release();
  }
}
