import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrashPoint } from '@kinora/kernel';
import { SERVICE_SCHEMAS } from '@kinora/server/service-schemas';
import { ChildServer } from './child-server.ts';
import { eventually } from './eventually.ts';
import { type SettleOptions, settle } from './settle.ts';
import { seedCluster } from './test-database.ts';
import { AdminConnection, withAdmin } from './with-admin.ts';

export type Shape = 'one' | 'split';

export interface StartPlatformOptions {
  shape: Shape;
  environment?: NodeJS.ProcessEnv;
  /** Where its data directory is made. */
  parent?: string;
}

/** Small chunks, so that films of some seconds have several; one address sends everything, so its limits are far off. */
const TEST_ENVIRONMENT: NodeJS.ProcessEnv = {
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  CHUNK_SECONDS: '4',
  RATE_LIMIT_PER_MINUTE: '0',
  REGISTRATIONS_PER_HOUR: '10000',
  // Servers of others are processes of the test.
  OUTBOUND_ALLOW: '127.0.0.0/8',
};
/** What a server may need of our own environment; the rest of it is not its business. */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'FFMPEG_PATH',
  'LANG',
  'TZ',
  'XDG_RUNTIME_DIR',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
];

/** Boots the real server on free ports and a data directory of its own. */
export async function startPlatform(options: StartPlatformOptions): Promise<TestPlatform> {
  const dataDir = await mkdtemp(join(options.parent ?? tmpdir(), 'kinora-test-'));
  const platform = new TestPlatform({ ...options, dataDir, port: await freePort() });
  try {
    await seedCluster(dataDir);
    await platform.boot();
    return platform;
  } catch (error) {
    const log = await platform.readLog();
    await platform.stop();
    throw new Error(`The ${options.shape} shape did not start.\n${log}`, { cause: error });
  }
}

/** One running Kinora; the same for both shapes. */
export class TestPlatform {
  readonly shape: Shape;
  readonly dataDir: string;
  /** Stays the same through restarts. */
  readonly url: string;
  readonly environment: NodeJS.ProcessEnv;
  #server: ChildServer | undefined;
  readonly #admin = new AdminConnection();
  #stopped = false;

  constructor(options: StartPlatformOptions & { dataDir: string; port: number }) {
    this.shape = options.shape;
    this.dataDir = options.dataDir;
    this.url = `http://127.0.0.1:${options.port}`;
    const inherited = INHERITED.map((name) => [name, process.env[name]]);
    this.environment = {
      ...Object.fromEntries(inherited),
      ...TEST_ENVIRONMENT,
      ...options.environment,
      PORT: String(options.port),
      DATA_DIR: options.dataDir,
    };
  }

  /** Of the whole platform: its process, or the parent of the roles. */
  get serverPid(): number {
    return this.#running().pid;
  }

  get logPath(): string {
    return join(this.dataDir, 'server.log');
  }

  /** Makes the first account administrator. */
  async setupToken(): Promise<string> {
    return (await readFile(join(this.dataDir, 'setup-token'), 'utf8')).trim();
  }

  /** Superuser, for looking and for damaging. */
  get databaseUrl(): string {
    const url = this.#server?.ready?.databaseUrl;
    if (!url) throw new Error('The platform is not running.');
    return url;
  }

  async boot(extra: NodeJS.ProcessEnv = {}): Promise<void> {
    const environment = { ...this.environment, ...extra };
    this.#server = new ChildServer({ shape: this.shape, environment, logPath: this.logPath });
    try {
      await this.#server.whenReady();
    } catch (error) {
      throw new Error(`The server does not start: ${(await this.readLog()).slice(-2000)}`, { cause: error });
    }
  }

  /** In the split shape: process id and HTTP address of a role now. */
  async role(name: string): Promise<{ pid: number; url: string }> {
    const state = await this.#running().ask({ do: 'state' });
    const role = state.roles?.[name];
    if (!role) throw new Error(`There is no role ${name}.`);
    return role;
  }

  /**
   * SIGKILL. Without a role everything at once, the database included; `restart` brings it back. A role of the split
   * shape is started again by its parent.
   */
  async kill(role?: string): Promise<void> {
    const server = this.#running();
    if (role !== undefined && this.shape === 'split') {
      await server.ask({ do: 'kill', role, signal: 'SIGKILL' });
      return;
    }
    if (this.shape === 'split') {
      const { roles = {} } = await server.ask({ do: 'state' });
      process.kill(server.pid, 'SIGSTOP');
      for (const { pid } of Object.values(roles)) if (pid > 0) killIfThere(pid);
    }
    await this.#admin.close();
    await server.kill('SIGKILL');
  }

  /** Resolves when a role that was killed serves again. */
  async roleReady(role: string): Promise<void> {
    if (this.shape === 'split') await this.#running().ask({ do: 'ready', role });
  }

  /** Names for `crash`: the roles of the split shape, else the one server. */
  get processes(): readonly string[] {
    return this.shape === 'one' ? ['server'] : Object.keys(this.#running().ready?.roles ?? {});
  }

  /** SIGKILL of the process that runs `role`, until it serves again; leases of the dead run out at once. */
  async crash(role: string): Promise<void> {
    await this.kill(role);
    if (this.shape === 'one') await this.boot();
    else await this.roleReady(role);
    await this.expireLeases();
  }

  /** Resolves when the server has ended by itself, as after a crash point. */
  async died(timeoutMs = 60_000): Promise<void> {
    await eventually('the server ends', async () => this.#server?.running === false, { timeoutMs });
  }

  /** Ends what still runs, in order, and boots on the same data and address. */
  async restart(extra: NodeJS.ProcessEnv = {}): Promise<void> {
    await this.halt();
    await this.boot(extra);
  }

  /** Kills it and starts it so that it ends with SIGKILL at a named point; `times` is the how-manieth passage. */
  async crashAt(point: CrashPoint, times = 1): Promise<void> {
    if (this.shape !== 'one') throw new Error('Roles of the split shape start again by themselves: kill them instead.');
    if (this.#server?.running) await this.kill();
    await this.boot({ KINORA_CRASH_AT: `${point}:${times}` });
    await this.expireLeases();
  }

  /** Stops in order and keeps the data. */
  async halt(): Promise<void> {
    await this.#admin.close();
    if (this.#server?.running) await this.#server.kill('SIGTERM');
  }

  /** Waits until nothing is under way anywhere. */
  settle(options: SettleOptions = {}): Promise<void> {
    return settle(this.databaseUrl, options);
  }

  /** Until the next `query`: its connection is a process of the database, which counts where memory is measured. */
  disconnect(): Promise<void> {
    return this.#admin.close();
  }

  /** Rows of any schema, as superuser. */
  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.#admin.query<Row>(this.databaseUrl, text, values);
  }

  /**
   * Lets leases of what was killed run out at once instead of after their 5 to 30 s: the same as waiting, for tests
   * that are not about the waiting.
   */
  async expireLeases(): Promise<void> {
    await withAdmin(this.databaseUrl, async (client) => {
      await client.query(`update transcoding.tasks set lease_until = now() where state = 'leased'`);
      for (const schema of SERVICE_SCHEMAS)
        await client.query(`update ${schema}.leases set expires_at = now() where expires_at > now()`);
      await client.query('update kinora.bus_consumer set expires_at = clock_timestamp()');
      await client.query(`update uploads.uploads set owner_until = now() where owner_until > now()`);
    });
  }

  async readLog(): Promise<string> {
    return readFile(this.logPath, 'utf8').catch(() => '');
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.halt();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #running(): ChildServer {
    if (!this.#server?.running) throw new Error('The platform is not running.');
    return this.#server;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
