import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Mp4Error } from '@kinora/media';
import { failureFromStderr } from './failure-from-stderr.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import type { ResolvedLimits } from './limits.ts';
import { lowerPriority } from './lower-priority.ts';
import { MediaFailure } from './media-failure.ts';

/** Reads one pipe to its end. While it is busy with a piece ffmpeg waits: that is the back-pressure. */
export type OutputHandler = (bytes: AsyncIterable<Uint8Array>) => Promise<void>;

export type RunOptions = {
  ffmpeg: Ffmpeg;
  program: 'ffmpeg' | 'ffprobe';
  args: string[];
  /** Absent: stdin is closed. It may end early: ffmpeg stops reading when it has what it needs. */
  stdin?: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | undefined;
  /** File descriptors 3, 4, … */
  outputs?: OutputHandler[];
  stdout?: OutputHandler;
  limits: ResolvedLimits;
  signal?: AbortSignal | undefined;
};

const STDERR_BYTES = 16 * 1024;

/**
 * Runs ffmpeg or ffprobe in a process group of its own with an empty environment. Resolves when it has exited with 0
 * and all handlers are done; whoever fails first, the whole group is killed with SIGKILL and the first error thrown:
 * a MediaFailure, or what the source or a handler threw.
 */
export async function run(options: RunOptions): Promise<{ stderr: string }> {
  if (options.signal?.aborted) throw new MediaFailure('aborted', '', { cause: options.signal.reason });
  const child = start(options);
  const activity = new Activity();
  let failure: unknown;
  const fail = (error: unknown) => {
    if (failure !== undefined) return;
    failure = error instanceof Mp4Error ? new MediaFailure('output_invalid', error.message, { cause: error }) : error;
    killGroup(child);
  };
  const exit = new Promise<{ code: number | null; killedBy: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      fail(new MediaFailure('ffmpeg_missing', error.message, { cause: error }));
      resolve({ code: null, killedBy: null });
    });
    child.once('close', (code, killedBy) => resolve({ code, killedBy }));
  });

  const onAbort = () => fail(new MediaFailure('aborted', '', { cause: options.signal?.reason }));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const { deadlineMs, stallMs } = options.limits;
  const deadline =
    deadlineMs === undefined
      ? undefined
      : setTimeout(() => fail(new MediaFailure('deadline', `${deadlineMs} ms`)), deadlineMs);
  const stall = setInterval(
    () => {
      if (activity.idleMs > stallMs) fail(new MediaFailure('stalled', `nothing moved for ${stallMs} ms`));
    },
    Math.min(1_000, stallMs),
  );

  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_BYTES);
  });
  const handlers: [Readable | Writable | null | undefined, OutputHandler | undefined][] = [
    [child.stdout, options.stdout],
    ...(options.outputs ?? []).map((handler, index): [Readable | Writable | null | undefined, OutputHandler] => [
      child.stdio[index + 3],
      handler,
    ]),
  ];
  const work = handlers.map(async ([stream, handler]) => {
    if (handler && stream && 'read' in stream) await handler(watch(stream, activity));
  });
  if (options.stdin && child.stdin) work.push(feed(options.stdin, child.stdin, { activity, exit }));
  try {
    await Promise.all(work.map((promise) => promise.catch(fail)));
    const { code, killedBy } = await exit;
    if (failure !== undefined) throw failure;
    if (code !== 0) throw failureFromStderr(stderr, `exit code ${code}, signal ${killedBy}`);
    return { stderr };
  } finally {
    clearTimeout(deadline);
    clearInterval(stall);
    options.signal?.removeEventListener('abort', onAbort);
    killGroup(child);
  }
}

function start({ ffmpeg, program, args, stdin, stdout, outputs = [], limits }: RunOptions): ChildProcess {
  const path = program === 'ffmpeg' ? ffmpeg.ffmpegPath : ffmpeg.ffprobePath;
  const [file, argv] = ffmpeg.prlimitPath
    ? [ffmpeg.prlimitPath, [`--as=${limits.memoryBytes}`, '--core=0', '--', path, ...args]]
    : [path, args];
  const child = spawn(file, argv, {
    detached: true,
    env: {},
    stdio: [stdin ? 'pipe' : 'ignore', stdout ? 'pipe' : 'ignore', 'pipe', ...outputs.map(() => 'pipe' as const)],
  });
  if (child.pid !== undefined && limits.niceness > 0) lowerPriority(child.pid, limits.niceness);
  return child;
}

/** Negative pid: the group, so that nothing it started survives. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** What a run is waiting for; only time in which ffmpeg itself is waited for counts as idle. */
class Activity {
  #last = performance.now();
  #others = 0;

  get idleMs(): number {
    return this.#others > 0 ? 0 : performance.now() - this.#last;
  }

  touch(): void {
    this.#last = performance.now();
  }

  async whileOthersWork<T>(work: Promise<T>): Promise<T> {
    this.enter();
    try {
      return await work;
    } finally {
      this.leave();
    }
  }

  enter(): void {
    this.#others++;
  }

  leave(): void {
    this.#others--;
    this.touch();
  }
}

async function* watch(stream: Readable, activity: Activity): AsyncGenerator<Uint8Array> {
  for await (const bytes of stream) {
    activity.enter();
    try {
      yield bytes as Uint8Array;
    } finally {
      activity.leave();
    }
  }
}

/** Ends when the source or ffmpeg ends, even while the source is being waited for. */
async function feed(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  stdin: Writable,
  { activity, exit }: { activity: Activity; exit: Promise<unknown> },
): Promise<void> {
  let closed = false;
  const closing = new Promise<void>((resolve) => {
    const onEnd = () => {
      closed = true;
      resolve();
    };
    // EPIPE: ffmpeg has read enough. Whether it was enough is decided by its output, not here.
    stdin.once('error', onEnd).once('close', onEnd);
    exit.then(onEnd, onEnd);
  });
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  for (;;) {
    const next = await activity.whileOthersWork(Promise.race([Promise.resolve(iterator.next()), closing]));
    if (closed || !next || next.done) break;
    if (!stdin.write(next.value)) {
      await Promise.race([new Promise<void>((resolve) => stdin.once('drain', resolve)), closing]);
    }
    activity.touch();
  }
  // A generator that is still waiting answers only later: its end is not ours to wait for.
  if (closed) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  else stdin.end();
}
