import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { eventually } from '@kinora/ports/conformance';

export interface Supervised {
  node: number;
  postmaster: number;
  url: string;
  startedInMs: number;
  logs: { level: string; message: string }[];
  /** `kill -9` of the Node process; resolves when it has ended. */
  killNode(): Promise<void>;
  /** Resolves with the next restart that the supervisor made by itself. */
  restarted(): Promise<{ pid: number; url: string }>;
  stop(): Promise<void>;
}

interface Message {
  kind: string;
  pid: number;
  url: string;
  message: string;
  level: string;
}

/** Starts the supervisor in a process of its own, also as another user; rejects with its sentence when it refuses. */
export async function startSupervised(
  dataDir: string,
  options: { uid?: number; mode?: 'direct' | 'namespace' | 'nobody'; path?: string } = {},
): Promise<Supervised> {
  const startedAt = performance.now();
  const child: ChildProcess = fork(
    new URL('./supervisor-process.ts', import.meta.url),
    [dataDir, ...(options.mode ? [options.mode] : [])],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(options.uid && { uid: options.uid, gid: options.uid }),
      env: { ...process.env, ...(options.path !== undefined && { PATH: options.path }) },
    },
  );
  const logs: Supervised['logs'] = [];
  const messages: Message[] = [];
  child.on('message', (message: Message) => {
    if (message.kind === 'log') logs.push(message);
    else messages.push(message);
  });
  const next = async (...kinds: string[]): Promise<Message> => {
    for (;;) {
      const index = messages.findIndex((message) => kinds.includes(message.kind));
      const [found] = index >= 0 ? messages.splice(index, 1) : [];
      if (found) return found;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('The supervisor ended without a word.');
      await either(child, 'message', 'exit');
    }
  };
  const first = await next('started', 'failed');
  if (first.kind === 'failed') throw new Error(first.message);
  const ended = async (signal: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    signal();
    await exited;
  };
  return {
    node: child.pid ?? 0,
    postmaster: first.pid,
    url: first.url,
    startedInMs: performance.now() - startedAt,
    logs,
    killNode: () => ended(() => child.kill('SIGKILL')),
    restarted: () => next('restarted'),
    stop: () => ended(() => child.send('stop')),
  };
}

export function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export async function gone(pid: number): Promise<number> {
  const since = performance.now();
  await eventually(() => {
    if (runs(pid)) throw new Error(`Process ${pid} still runs.`);
  });
  return performance.now() - since;
}

/** Resolves with the first of both events and listens to neither afterwards. */
async function either(child: ChildProcess, ...events: string[]): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  await Promise.race(events.map((event) => once(child, event, { signal }))).finally(() => heard.abort());
}
