import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ReadyMessage {
  ready: true;
  url: string;
  databaseUrl: string;
  rpcUrl?: string;
  /** In the split shape, by role. */
  roles?: Record<string, { pid: number; url: string; rpcUrl: string }>;
}

const SERVER = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
/** As `npm start` starts it. */
const NODE_ARGUMENTS = JSON.parse(
  readFileSync(new URL('../../../apps/server/node-arguments.json', import.meta.url), 'utf8'),
) as string[];
const ENVIRONMENT = JSON.parse(
  readFileSync(new URL('../../../apps/server/environment.json', import.meta.url), 'utf8'),
) as NodeJS.ProcessEnv;
const SPLIT = fileURLToPath(new URL('./split-runner.ts', import.meta.url));

/** One server process, or the parent of a process per role; what it prints goes into `logPath`. */
export class ChildServer {
  readonly #child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  ready: ReadyMessage | undefined;

  constructor(options: { shape: 'one' | 'split'; environment: NodeJS.ProcessEnv; logPath: string }) {
    const log = openSync(options.logPath, 'a');
    try {
      this.#child = fork(options.shape === 'one' ? SERVER : SPLIT, options.shape === 'one' ? ['--quiet'] : [], {
        env: { ...ENVIRONMENT, ...options.environment },
        execArgv: NODE_ARGUMENTS,
        stdio: ['ignore', log, log, 'ipc'],
      });
    } finally {
      closeSync(log);
    }
    this.exited = once(this.#child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Rejects when it ends instead. */
  async whenReady(): Promise<ReadyMessage> {
    const message = once(this.#child, 'message').then(([first]) => first as ReadyMessage);
    const ended = this.exited.then(({ code, signal }) => {
      throw new Error(`The server ended while it started (${signal ?? `code ${code}`}).`);
    });
    this.ready = await Promise.race([message, ended]);
    return this.ready;
  }

  /** Asks the parent of the split shape; it answers with what it knows afterwards. */
  async ask(request: object): Promise<ReadyMessage> {
    const id = Math.random();
    const answer = new Promise<ReadyMessage>((resolve, reject) => {
      const listen = (message: { id?: number; error?: string; state?: ReadyMessage }) => {
        if (message.id !== id) return;
        this.#child.off('message', listen);
        if (message.state) resolve(message.state);
        else reject(new Error(message.error));
      };
      this.#child.on('message', listen);
    });
    this.#child.send({ id, ...request });
    const ended = this.exited.then(() => {
      throw new Error('The server ended before it answered.');
    });
    this.ready = await Promise.race([answer, ended]);
    return this.ready;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.running) this.#child.kill(signal);
    await this.exited;
  }
}
