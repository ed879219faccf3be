import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const KINORA = fileURLToPath(new URL('../apps/cli/bin/kinora.mjs', import.meta.url));

/** `kinora worker` as somebody types it on another machine, which knows an address and a token. */
export class WorkerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<[number | null, NodeJS.Signals | null]>;
  said = '';

  constructor(options: { url: string; name: string; token: string; directory: string }) {
    const { PATH, HOME, FFMPEG_PATH, LD_LIBRARY_PATH, NODE_COMPILE_CACHE } = process.env;
    this.#child = spawn(process.execPath, [KINORA, 'worker', '--name', options.name, '--slots', '1'], {
      env: {
        ...{ PATH, HOME, FFMPEG_PATH, LD_LIBRARY_PATH, NODE_COMPILE_CACHE },
        TMPDIR: options.directory,
        KINORA_URL: options.url,
        KINORA_WORKER_TOKEN: options.token,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#exited = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.said += chunk;
    });
  }

  /** Without waiting for what comes of it: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<number | null> {
    const [code] = await this.#exited;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGKILL');
  }
}
