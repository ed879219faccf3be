import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { isTransient, MediaFailure, type MediaLimits } from '@kinora/ffmpeg';
import type { ClaimedTask, Completion, Postponement } from './protocol.ts';
import { SourceIncomplete } from './read-source.ts';
import { runCaptions } from './run-captions.ts';
import { runChunk } from './run-chunk.ts';
import { runIngest } from './run-ingest.ts';
import { runSplice } from './run-splice.ts';
import {
  claimTask,
  ServerAway,
  ServerFull,
  TaskClient,
  TaskLost,
  WorkerRefused,
  type WorkerServer,
} from './task-client.ts';

export interface WorkerOptions {
  server: WorkerServer;
  version: string;
  /** Each process keeps files of its tasks in a folder of its own below. */
  directory: string;
  name?: string;
  /** Tasks at the same time; default one per core, which was the fastest and smallest. */
  slots?: number;
  /** Files read at the same time while they arrive, beside those; they are waited for most of the time. Default 4. */
  growingSlots?: number;
  limits?: MediaLimits;
  /**
   * The server does not take the token: nothing more is claimed, and what was under way is another's by now. Without
   * this the worker keeps asking.
   */
  onRefused?: () => void;
  log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;
}

export interface Worker {
  running(): number;
  /** Lets tasks under way end within the grace time, then gives them back. */
  stop(graceMs?: number): Promise<void>;
}

const GROWING_SLOTS = 4;
/** What is found out only while a file is read: the next attempt knows. */
const EXPECTED = new Set(['passthrough_refused', 'needs_encoding']);
/** With a full disk a worker leaves its tasks to others for so long. */
const FULL_MS = 20_000;

/** Claims tasks over HTTP and works on them, each slot by itself, until it is stopped. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { server, log } = options;
  const workerId = randomUUID();
  const name = options.name ?? hostname();
  const claiming = new AbortController();
  const working = new AbortController();
  let running = 0;
  let fullUntil = 0;
  const directory = await openDirectory(options.directory);

  const refuse = (error: WorkerRefused) => {
    if (working.signal.aborted) return;
    claiming.abort();
    working.abort(error);
    options.onRefused?.();
  };
  const work = async (task: ClaimedTask) => {
    running++;
    try {
      const onFull = () => {
        fullUntil = Date.now() + FULL_MS;
      };
      await runTask({ ...options, directory, task, signal: working.signal, onFull });
    } finally {
      running--;
    }
  };
  /** Asks for one task after another; `take` resolves when the next one may be asked for. */
  const claim = async (takes: 'work' | 'growing', take: (task: ClaimedTask) => Promise<void>) => {
    let failures = 0;
    while (!claiming.signal.aborted) {
      try {
        await pause(fullUntil - Date.now(), claiming.signal);
        const request = { workerId, name, version: options.version, running, takes };
        const task = await claimTask(server, request, claiming.signal);
        failures = 0;
        if (task) await take(task);
      } catch (error) {
        if (claiming.signal.aborted) break;
        if (error instanceof WorkerRefused && options.onRefused) return refuse(error);
        failures++;
        if (failures > 3) log('warn', 'the server cannot be reached by this worker', { err: error });
        await pause(Math.min(5000, 100 * 2 ** failures), claiming.signal);
      }
    }
  };
  // Files that arrive are asked for one at a time: most workers wait for none.
  const growing = new Set<Promise<void>>();
  const takeGrowing = async (task: ClaimedTask) => {
    const run = work(task).finally(() => growing.delete(run));
    growing.add(run);
    if (growing.size >= (options.growingSlots ?? GROWING_SLOTS)) await Promise.race(growing);
  };
  const slots = Promise.all([
    ...Array.from({ length: options.slots ?? availableParallelism() }, () => claim('work', work)),
    claim('growing', takeGrowing).then(() => Promise.all(growing)),
  ]);
  return {
    running: () => running,
    async stop(graceMs = 2000) {
      claiming.abort();
      const timer = setTimeout(() => working.abort(), graceMs);
      await slots;
      clearTimeout(timer);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A directory of this process's own; those of processes that are gone are removed. */
async function openDirectory(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const pid = Number(/^worker-(\d+)-/.exec(name)?.[1]);
    if (!(pid > 0) || !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
  return mkdtemp(join(parent, `worker-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface TaskRun extends WorkerOptions {
  task: ClaimedTask;
  signal: AbortSignal;
  /** The disk of this machine is full. */
  onFull(): void;
}

async function runTask(options: TaskRun): Promise<void> {
  const { task, log, server } = options;
  const lost = new AbortController();
  const signal = AbortSignal.any([options.signal, lost.signal]);
  const client = new TaskClient({ server, task, signal });
  let progressMs = 0;
  let heardAt = Date.now();
  const beat = setInterval(() => {
    // Not heard for longer than the lease, because the network swallows everything or this process was stopped:
    // somebody else is at it by now.
    if (Date.now() - heardAt > task.leaseMs) return lost.abort();
    client.heartbeat({ progressMs: Math.max(0, Math.round(progressMs)) }).then(
      (answer) => {
        heardAt = Date.now();
        if (answer.lost) lost.abort();
      },
      (error: unknown) => {
        if (error instanceof TaskLost) lost.abort();
      },
    );
  }, task.heartbeatMs);
  let directory: string | undefined;
  try {
    directory = await mkdtemp(join(options.directory, 'task-'));
    const shared = {
      client,
      signal,
      limits: options.limits ?? {},
      onProgress: (ms: number) => {
        progressMs = ms;
      },
    };
    await client.complete(await runWork(task.work, { ...shared, directory }));
  } catch (error) {
    const isRefused = options.signal.reason instanceof WorkerRefused;
    if (error instanceof TaskLost || lost.signal.aborted || isRefused) {
      log('info', 'a task was taken away from this worker', { taskId: task.taskId });
      return;
    }
    const postponement = postponementOf(error);
    if (postponement && isDiskFull(error)) options.onFull();
    if (postponement) return await giveBack({ ...options, postponement });
    await report({ ...options, error });
  } finally {
    clearInterval(beat);
    if (directory) await rm(directory, { recursive: true, force: true });
  }
}

function runWork(
  work: ClaimedTask['work'],
  options: Omit<Parameters<typeof runIngest>[0], 'work'>,
): Promise<Completion> {
  switch (work.kind) {
    case 'ingest':
      return runIngest({ ...options, work });
    case 'chunk':
      return runChunk({ ...options, work });
    case 'captions':
      return runCaptions({ ...options, work });
    case 'splice':
      return runSplice({ ...options, work });
  }
}

/** Whether a task is given back without blame, and why. */
function postponementOf(error: unknown): Postponement | undefined {
  if (error instanceof SourceIncomplete) return { needsBytes: error.needsBytes };
  if (error instanceof ServerFull) return { noRoom: 'server' };
  return isDiskFull(error) ? { noRoom: 'worker' } : undefined;
}

async function giveBack(
  options: WorkerOptions & { task: ClaimedTask; signal: AbortSignal; postponement: Postponement },
): Promise<void> {
  const { task, server, log, signal, postponement } = options;
  if ('noRoom' in postponement)
    log('warn', 'a task is given back: a disk is full', { taskId: task.taskId, ...postponement });
  else log('info', 'a task waits for its source to arrive', { taskId: task.taskId, ...postponement });
  await new TaskClient({ server, task, signal }).postpone(postponement).catch((away: unknown) => {
    log('warn', 'a task could not be given back: its lease will end', { err: away, taskId: task.taskId });
  });
}

/** Tells the server why; a stopping worker gives its task back as unfinished. */
async function report(options: WorkerOptions & { task: ClaimedTask; error: unknown }): Promise<void> {
  const { task, server, log, error } = options;
  const client = new TaskClient({ server, task, signal: AbortSignal.timeout(10_000) });
  const failure =
    error instanceof MediaFailure
      ? { code: error.code, message: error.message, detail: error.detail, transient: isTransient(error.code) }
      : {
          code: error instanceof ServerAway ? 'server_away' : 'worker_failed',
          message: 'Processing failed on the machine that did it.',
          detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
          transient: true,
        };
  log(EXPECTED.has(failure.code) ? 'info' : 'warn', 'a task failed', {
    ...{ taskId: task.taskId, kind: task.work.kind },
    ...failure,
  });
  await client.fail({ ...failure, detail: failure.detail.slice(0, 4000) }).catch((away: unknown) => {
    // Another task of the film has said the same.
    if (away instanceof TaskLost) return;
    log('warn', 'the failure of a task could not be reported: its lease will end', { err: away, taskId: task.taskId });
  });
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException)?.code ?? '');
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
