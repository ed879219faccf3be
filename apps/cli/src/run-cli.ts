import { ApiError, ConnectionError } from '@kinora/sdk';
import { type Command, CommandError, columns, helpOf, parseCommand, type Terminal } from './command.ts';
import { audit } from './commands/audit.ts';
import { doctor } from './commands/doctor.ts';
import { events } from './commands/events.ts';
import { importFolder } from './commands/import.ts';
import { login } from './commands/login.ts';
import { upload } from './commands/upload.ts';
import { worker } from './commands/worker.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly Command[] = [login, upload, importFolder, worker, audit, events, doctor];

/** Answers the exit code; never throws. */
export async function runCli(options: {
  args: string[];
  environment: NodeJS.ProcessEnv;
  terminal: Terminal;
  signal: AbortSignal;
}): Promise<number> {
  const { args, terminal, environment, signal } = options;
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') {
    terminal.out(`kinora ${VERSION}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? terminal.err : terminal.out).call(terminal, overview());
    return name === undefined ? 2 : 0;
  }
  try {
    const command = COMMANDS.find((each) => each.name === name);
    if (!command) throw new CommandError(`There is no command ${name}. See kinora --help.`, { exitCode: 2 });
    const { help, ...input } = parseCommand(command, rest);
    if (help) {
      terminal.out(helpOf(command));
      return 0;
    }
    return await command.run({ ...input, environment, terminal, signal });
  } catch (error) {
    if (signal.aborted) return 130;
    terminal.err(`${explain(error)}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function overview(): string {
  return [
    'kinora: upload to a Kinora server, lend it a machine, look after one.',
    '',
    ...columns(COMMANDS.map(({ name, summary }) => [name, summary] as const)),
    '',
    '  kinora COMMAND --help explains one; kinora --version names this program.',
    '',
  ].join('\n');
}

/** One sentence for what a person can mend, the whole story for what only we can. */
export function explain(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConnectionError) return error.message;
  if (error instanceof ApiError) {
    const fields = error.errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return fields ? `${error.detail} (${fields})` : error.detail;
  }
  if (!(error instanceof Error)) return String(error);
  // Configuration, data directory, ffmpeg, database: their messages are sentences already.
  if (/^(ConfigError|DataDirectoryError|MediaFailure|SecondInstance|Embedded)/.test(error.name)) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path) return `${path} does not exist.`;
  if (code === 'EACCES' && path) return `This user may not read or write ${path}.`;
  if (code === 'ENOSPC') return 'There is no space left on the disk.';
  return error.stack ?? error.message;
}
