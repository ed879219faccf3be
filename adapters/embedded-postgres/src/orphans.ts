import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Every process of PostgreSQL that works in `cluster`: its working directory is the cluster, whatever became of its
 * parent. Called with the lock of the data directory held, so these are left over from a Kinora that was killed.
 */
export async function findClusterProcesses(cluster: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [executable, directory] = await Promise.all([link(`/proc/${name}/exe`), link(`/proc/${name}/cwd`)]);
    if (directory === cluster && executable && basename(executable.replace(/ \(deleted\)$/, '')) === 'postgres')
      found.push(Number(name));
  }
  return found.filter(isAlive);
}

async function link(path: string): Promise<string | undefined> {
  // Processes of others and those that just ended cannot be read; ours can.
  return readlink(path).catch(() => undefined);
}

/** A killed child may stay a zombie for seconds; `kill(pid, 0)` calls that alive and `/proc` does not. */
export function isAlive(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return !/^State:\s+[ZX]/m.test(status);
  } catch {
    return false;
  }
}

/** Stops what is left over and clears its lock files. Answers the pids that had to be stopped. */
export async function clearOrphans(cluster: string, socketDirectory: string, port: number): Promise<number[]> {
  const stopped = new Set<number>();
  const postmaster = await postmasterPid(cluster);
  const deadline = Date.now() + 10_000;
  let signal: NodeJS.Signals = 'SIGQUIT';
  for (;;) {
    const alive = await findClusterProcesses(cluster);
    if (alive.length === 0) break;
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL of an earlier start (process ${alive.join(', ')}) cannot be stopped.`);
    // The postmaster tells its children itself; without one each is told.
    const targets = postmaster !== undefined && alive.includes(postmaster) ? [postmaster] : alive;
    for (const pid of targets) {
      stopped.add(pid);
      send(pid, signal);
    }
    signal = Date.now() > deadline - 7000 ? 'SIGKILL' : 'SIGQUIT';
    await delay(10);
  }
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  await rm(join(socketDirectory, `.s.PGSQL.${port}`), { force: true });
  await rm(join(socketDirectory, `.s.PGSQL.${port}.lock`), { force: true });
  return [...stopped];
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function postmasterPid(cluster: string): Promise<number | undefined> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const pid = Number.parseInt(await readFile(path, 'utf8'), 10);
  return Number.isInteger(pid) ? pid : undefined;
}
