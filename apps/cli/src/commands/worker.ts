import { hostname } from 'node:os';
import { findFfmpeg } from '@kinora/ffmpeg';
import { startWorker } from '@kinora/worker';
import { type Command, CommandError, text } from '../command.ts';
import { VERSION } from '../version.ts';
import { workerDirectory } from '../worker-directory.ts';

export const worker: Command = {
  name: 'worker',
  summary: 'Lend this machine to a server: it encodes until it is stopped.',
  usage: '--url URL --token TOKEN [--slots N] [--name NAME]',
  options: {
    url: { type: 'string', help: 'Address of the server. Also KINORA_URL.' },
    token: { type: 'string', help: 'A worker token that an administrator made. Also KINORA_WORKER_TOKEN.' },
    slots: { type: 'string', help: 'Tasks at the same time. Default: one per core.' },
    name: { type: 'string', help: 'What the server shows. Default: the name of this machine.' },
  },
  positionals: { min: 0, max: 0 },
  async run({ values, environment, terminal, signal }) {
    const url = (text(values, 'url') ?? environment.KINORA_URL)?.replace(/\/+$/, '');
    const token = text(values, 'token') ?? environment.KINORA_WORKER_TOKEN;
    if (!url || !token) {
      throw new CommandError('A worker needs --url and --token. See kinora worker --help.', { exitCode: 2 });
    }
    const slots = slotsOf(text(values, 'slots'));
    const { version } = await findFfmpeg();
    const name = text(values, 'name') ?? hostname();
    const directory = await workerDirectory();
    const ended = Promise.withResolvers<'stopped' | 'refused'>();
    if (signal.aborted) ended.resolve('stopped');
    signal.addEventListener('abort', () => ended.resolve('stopped'), { once: true });
    const running = await startWorker({
      server: { url: () => url, token: async () => token },
      version: VERSION,
      directory,
      name,
      ...(slots === undefined ? {} : { slots }),
      onRefused: () => ended.resolve('refused'),
      log: (level, message, fields) => terminal.err(`${level}: ${message}${detailOf(fields)}\n`),
    });
    terminal.err(`${name} works for ${url} with ffmpeg ${version}. Ctrl+C stops it.\n`);
    const end = await ended.promise;
    await running.stop();
    if (end === 'refused') {
      throw new CommandError(
        `${url} does not take this token: it was revoked, or another server made it. Ask an administrator for a new one.`,
      );
    }
    return 0;
  },
};

function slotsOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const slots = Number(given);
  if (Number.isInteger(slots) && slots >= 1 && slots <= 64) return slots;
  throw new CommandError(`--slots is ${given}: it takes a whole number from 1 to 64.`, { exitCode: 2 });
}

function detailOf({ err, ...fields }: Record<string, unknown>): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  if (err instanceof Error) parts.push(err.message);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
