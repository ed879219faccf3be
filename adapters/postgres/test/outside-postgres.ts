import { type ChildProcess, type ExecFileOptions, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineFaults } from '@kinora/ports/conformance';
import { eventually } from '@kinora/ports/conformance';
import { connect } from '../src/connect.ts';

const run = promisify(execFile);
const OLDEST = 15;
/** PostgreSQL refuses root and an id without an account. */
const NOBODY = 65534;

export interface OutsidePostgres {
  /** A superuser, on a socket that only the server's user and root can enter. */
  url: string;
  version: string;
  faults: EngineFaults;
  stop(): Promise<void>;
}

/** A PostgreSQL that we did not bring along, with its own default settings, as an operator would have it. */
export async function startOutsidePostgres(): Promise<OutsidePostgres> {
  const { directory: bin, version } = findBinaries();
  const directory = await mkdtemp(join(tmpdir(), 'kinora-outside-'));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid) await chown(directory, NOBODY, NOBODY);
  const data = join(directory, 'data');
  const environment = { env: { PATH: process.env.PATH, LC_ALL: 'C' }, cwd: tmpdir(), ...user };
  await copyTemplate(bin, data, environment);
  const url = `postgres://operator@localhost/postgres?host=${encodeURIComponent(directory)}`;
  let server = await start();

  async function start(): Promise<ChildProcess> {
    const options = ['-D', data, '-k', directory, '-c', 'listen_addresses='];
    const child = spawn(join(bin, 'postgres'), options, { ...environment, stdio: 'ignore' });
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error('The outside PostgreSQL ended while starting.');
      await (await connect(url, 'outside')).end();
    });
    return child;
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    // Killed and not started again: a test failed in between.
    if (server.exitCode !== null || server.signalCode !== null) return;
    const backends = childrenOf(server.pid ?? 0);
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
    // Backends notice the death of their parent a moment later; until then they answer and hold the shared memory.
    await eventually(() => {
      const left = backends.filter((pid) => /^State:\s+[^ZX]/m.test(statusOf(pid)));
      if (left.length > 0) throw new Error(`Backends ${left.join(', ')} have not ended.`);
    });
  }
  return {
    url,
    version,
    faults: {
      kill: () => end('SIGKILL'),
      restart: async () => {
        server = await eventually(start);
      },
    },
    stop: async () => {
      await end('SIGQUIT');
      await rm(directory, { recursive: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  const isChild = new RegExp(`^PPid:\\s+${parent}$`, 'm');
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => isChild.test(statusOf(pid)));
}

/** Empty when it has ended. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

let template: Promise<string> | undefined;

/** Setting a cluster up costs most of a second, copying one a tenth. */
async function copyTemplate(bin: string, data: string, environment: ExecFileOptions): Promise<void> {
  template ??= makeTemplate(bin, environment);
  await run('cp', ['-a', await template, data]);
}

async function makeTemplate(bin: string, environment: ExecFileOptions): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-outside-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  if (environment.uid) await chown(directory, environment.uid, environment.gid ?? environment.uid);
  const made = join(directory, 'data');
  const options = ['-U', 'operator', '-A', 'scram-sha-256', '--auth-local=trust', '-E', 'UTF8', '--no-sync'];
  await run(join(bin, 'initdb'), ['-D', made, ...options], environment);
  return made;
}

function findBinaries(): { directory: string; version: string } {
  const given = process.env.POSTGRES_BIN;
  if (given) return { directory: given, version: 'of POSTGRES_BIN' };
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const oldest = versions
    .filter((version) => version >= OLDEST && existsSync(join(base, String(version), 'bin', 'postgres')))
    .sort((a, b) => a - b)[0];
  if (oldest === undefined)
    throw new Error(
      `There is no PostgreSQL ${OLDEST} or newer below ${base}: install the package postgresql-${OLDEST}, or set POSTGRES_BIN to the directory of initdb and postgres.`,
    );
  return { directory: join(base, String(oldest), 'bin'), version: String(oldest) };
}
