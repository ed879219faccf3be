import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import type { EmbeddedPostgresLog } from './supervisor.ts';

const READY_WITHIN_MS = 120_000;

export interface Server {
  pid: number;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  ready(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export function startServer(options: {
  binaries: Binaries;
  identity: Identity;
  cluster: string;
  env: NodeJS.ProcessEnv;
  log: EmbeddedPostgresLog;
}): Server {
  const {
    command,
    args,
    options: identity,
  } = options.identity.wrap([options.binaries.postgres, '-D', options.cluster]);
  const child = spawn(command, args, {
    ...identity,
    env: options.env,
    cwd: '/',
    // A session of its own: Ctrl-C goes to Node alone.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
    options.log({ level: levelOf(line), message: line });
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('error', (error) => {
      lastLines.push(error.message);
      resolve({ code: null, signal: null });
    });
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    exited,
    ready: (signal) => waitUntilReady({ cluster: options.cluster, exited, lastLines, child, signal }),
    stop: () => stopServer(child, exited),
  };
}

/** The last line of `postmaster.pid` becomes `ready`; that is what `pg_ctl` waits for too. */
async function waitUntilReady(options: {
  cluster: string;
  exited: Server['exited'];
  lastLines: string[];
  child: ChildProcess;
  signal: AbortSignal;
}): Promise<void> {
  let ended = false;
  void options.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && !options.signal.aborted) {
    if (ended) throw new Error(`The embedded PostgreSQL ended while starting. ${options.lastLines.join('\n')}`);
    const lines = (await readFile(join(options.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === options.child.pid && lines[7]?.trim() === 'ready') return;
    await delay(5);
  }
  await stopServer(options.child, options.exited);
  throw new Error('The embedded PostgreSQL was not ready in time.');
}

/** Fast shutdown (with a checkpoint), then immediate (recovers at the next start), then the kernel's. */
async function stopServer(child: ChildProcess, exited: Server['exited']): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 2200],
    ['SIGQUIT', 500],
    ['SIGKILL', 2000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    if (await endedWithin(exited, waitMs)) return;
  }
}

async function endedWithin(exited: Promise<unknown>, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const waited = delay(waitMs, false, { signal: timer.signal }).catch(() => false);
  const ended = await Promise.race([exited.then(() => true), waited]);
  timer.abort();
  return ended;
}

function levelOf(line: string): 'info' | 'warn' | 'error' {
  if (/\b(FATAL|PANIC|ERROR):/.test(line)) return 'error';
  return /\bWARNING:/.test(line) ? 'warn' : 'info';
}
