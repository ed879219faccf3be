import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * How another process makes the port under test: `exportName` of the module at `url` is called with `options`, which must
 * survive JSON, and answers the port.
 */
export interface PortModule {
  url: string;
  exportName: string;
  options: unknown;
}

export async function loadPort<Port>(module: PortModule): Promise<Port> {
  const exports = (await import(module.url)) as Record<string, (options: unknown) => Port | Promise<Port>>;
  const make = exports[module.exportName];
  if (!make) throw new Error(`${module.url} does not export ${module.exportName}.`);
  return make(module.options);
}

export interface PortProcess {
  /** Resolves with the next message of this kind. */
  message(kind: string): Promise<unknown>;
  kill(): Promise<void>;
}

/** Runs `script` (a file beside this one) in a process of its own, with the port as its first argument. */
export function startPortProcess(script: string, module: PortModule, argument: unknown): PortProcess {
  const child: ChildProcess = fork(
    new URL(script, import.meta.url),
    [JSON.stringify(module), JSON.stringify(argument)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const received: { kind: string; value: unknown }[] = [];
  child.on('message', (message) => received.push(message as { kind: string; value: unknown }));
  return {
    message: async (kind) => {
      for (;;) {
        const index = received.findIndex((message) => message.kind === kind);
        if (index >= 0) return received.splice(index, 1)[0]?.value;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The process of ${script} ended before it said "${kind}".`);
        await either(child, 'message', 'exit');
      }
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** In the process started above. */
export function portProcessArguments<Argument>(): { module: PortModule; argument: Argument } {
  return {
    module: JSON.parse(process.argv[2] ?? '') as PortModule,
    argument: JSON.parse(process.argv[3] ?? '') as Argument,
  };
}

export function say(kind: string, value?: unknown): void {
  process.send?.({ kind, value });
}

/** Resolves with the first of both events and listens to neither afterwards. */
async function either(child: ChildProcess, ...events: string[]): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  await Promise.race(events.map((event) => once(child, event, { signal }))).finally(() => heard.abort());
}
