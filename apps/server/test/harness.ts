import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENTRIES = {
  one: fileURLToPath(new URL('../src/main.ts', import.meta.url)),
  split: fileURLToPath(new URL('../src/split/main.ts', import.meta.url)),
};

/** All that a server knows of our own environment. */
const INHERITED = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
};

const cleanups = new WeakMap<TestContext, (() => Promise<unknown>)[]>();

/** After the test, the latest first: a directory goes when nothing writes into it any more. */
export function afterwards(t: TestContext, cleanup: () => Promise<unknown>): void {
  const list = cleanups.get(t) ?? [];
  list.push(cleanup);
  if (list.length > 1) return;
  cleanups.set(t, list);
  t.after(async () => {
    for (const each of list.toReversed()) await each();
  });
}

export async function temporaryDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-server-'));
  afterwards(t, () => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A data directory with an empty cluster in it, where `npm test` has kept one: for what is not about the first start. */
export async function seededDirectory(t: TestContext): Promise<string> {
  const directory = join(await temporaryDirectory(t), 'data');
  const template = process.env.TEST_DATABASE_TEMPLATE;
  if (!template) return directory;
  await mkdir(directory, { mode: 0o700 });
  await promisify(execFile)('cp', ['-a', template, join(directory, 'postgres')]);
  return directory;
}

export interface Started {
  child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves with the code, or the signal's name. */
  exited: Promise<number | NodeJS.Signals>;
}

/** The entry file in a process of its own, as `npm start` runs it. */
export function start(t: TestContext, shape: keyof typeof ENTRIES, environment: Record<string, string>): Started {
  const child = fork(ENTRIES[shape], [], {
    env: { ...INHERITED, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const exited = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  afterwards(t, async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  });
  return { child, out: () => out, err: () => err, exited };
}

export async function ready({ child, err, exited }: Started): Promise<{ url: string; databaseUrl: string }> {
  const message = await Promise.race([once(child, 'message').then(([first]) => first), exited]);
  if (typeof message === 'object') return message as { url: string; databaseUrl: string };
  throw new Error(`It ended while it started (${message}): ${err()}`);
}
