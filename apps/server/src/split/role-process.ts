import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment, Log } from '@kinora/kernel';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const LONGEST_PAUSE_MS = 5000;
/** A process that ran so long starts its back-off anew. */
const STEADY_MS = 30_000;
/** Attempts at the first start; a mistake in the settings ends each of them alike. */
const FIRST_ATTEMPTS = 3;

export class RoleStartError extends Error {
  override readonly name = 'RoleStartError';
}

/** One role in a process of its own, started again whenever it ends by itself; its addresses stay the same. */
export class RoleProcess {
  readonly name: string;
  readonly #environment: Environment;
  readonly #log: Log;
  readonly #stopped = new AbortController();
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: { name: string; environment: Environment; log: Log }) {
    this.name = options.name;
    this.#environment = options.environment;
    this.#log = options.log;
  }

  /** Of the process that runs now; undefined between two. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Rejects with RoleStartError and what the process said. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#spawn();
      } catch (error) {
        if (attempt === FIRST_ATTEMPTS || this.#stopped.signal.aborted) throw error;
      }
    }
  }

  /** Resolves once the present process, or the one that comes after it, serves. */
  async ready(): Promise<void> {
    for (;;) {
      const waited = this.#ready;
      if (
        await waited?.then(
          () => true,
          () => false,
        )
      )
        return;
      if (this.#stopped.signal.aborted) throw new RoleStartError(`${this.name} has been stopped.`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** Sends a signal to the process that runs now; what ends is started again. Resolves when it has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await exited;
  }

  /** Ends for good: in order within the grace time, else at once. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#wakeAll();
    const child = this.#child;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#log.warn({ role: this.name }, 'a role did not stop in time');
      child.kill('SIGKILL');
    }, graceMs);
    await exited;
    clearTimeout(timer);
  }

  #spawn(): Promise<void> {
    const child = fork(MAIN, ['--quiet'], {
      env: this.#environment as NodeJS.ProcessEnv,
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      // What Node was told holds for every role, but a debugger's port would be taken by the first.
      execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
      // Ctrl+C reaches the parent alone, which stops the roles in order.
      detached: true,
    });
    this.#child = child;
    let serving = false;
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (serving) process.stderr.write(chunk);
      else said = (said + chunk).slice(-4000);
    });
    const since = Date.now();
    const ready = new Promise<void>((resolve, reject) => {
      child.once('message', () => {
        serving = true;
        resolve();
      });
      child.once('exit', (code, signal) => {
        reject(new RoleStartError(said.trim() || `${this.name} ended while it started (${signal ?? `code ${code}`}).`));
      });
    });
    this.#ready = ready;
    this.#wakeAll();
    child.once('exit', (code, signal) => {
      if (this.#child === child) this.#child = undefined;
      if (this.#stopped.signal.aborted || !serving) return;
      this.#log.warn({ role: this.name, code, signal }, 'a role ended by itself and is started again');
      this.#ready = undefined;
      this.#startAgain(Date.now() - since > STEADY_MS ? 0 : 100);
    });
    return ready;
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #startAgain(pauseMs: number): void {
    this.#timer = setTimeout(() => {
      this.#spawn().catch((error: unknown) => {
        if (this.#stopped.signal.aborted) return;
        this.#log.error({ role: this.name, err: error }, 'a role does not start; it is tried again');
        this.#startAgain(Math.min(LONGEST_PAUSE_MS, Math.max(100, pauseMs * 2)));
      });
    }, pauseMs);
  }
}
