import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestPlatform } from '@kinora/testing';

/** Ids of the roles' processes and of the database's. */
export async function childrenOf(platform: TestPlatform): Promise<number[]> {
  const roles = platform.processes.filter((name) => name !== 'server');
  const pids = await Promise.all(roles.map(async (name) => (await platform.role(name)).pid));
  const postmaster = await readFile(join(platform.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
  return [...pids, Number.parseInt(postmaster, 10)];
}

/** Of one process, in megabytes (10^6 bytes). */
export function residentMB(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** A process that has ended may stay as a zombie until somebody asks for its exit code. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
