import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** One command: what it takes, how it is explained, what it does. */
export interface Command {
  name: string;
  summary: string;
  /** After `kinora NAME`. */
  usage: string;
  options: Record<string, CommandOption>;
  positionals: { min: number; max: number };
  /** Answers the exit code. */
  run(input: CommandInput): Promise<number>;
}

export interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  help: string;
}

export interface CommandInput {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
  environment: NodeJS.ProcessEnv;
  terminal: Terminal;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
}

/** Results go to standard output, everything about them to standard error. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  isTty: boolean;
}

/** What the person can mend: shown as one sentence, exit code 1 or another. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;
  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

const USAGE_EXIT_CODE = 2;

export function parseCommand(
  command: Command,
  args: string[],
): Pick<CommandInput, 'values' | 'positionals'> & { help: boolean } {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } };
  for (const [name, { type, multiple }] of Object.entries(command.options)) {
    options[name] = multiple ? { type, multiple } : { type };
  }
  const again = `See kinora ${command.name} --help.`;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { help, ...rest } = values;
    const { min, max } = command.positionals;
    if (!help && (positionals.length < min || positionals.length > max)) {
      throw new CommandError(`kinora ${command.name} takes ${command.usage}. ${again}`, { exitCode: USAGE_EXIT_CODE });
    }
    return { values: rest, positionals, help: help === true };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new CommandError(`${sentence}. ${again}`, { exitCode: USAGE_EXIT_CODE, cause: error });
  }
}

export function text(values: CommandInput['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function texts(values: CommandInput['values'], name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function helpOf(command: Command): string {
  const rows = Object.entries(command.options).map(
    ([name, { type, help }]) => [`--${name}${type === 'string' ? ` ${name.toUpperCase()}` : ''}`, help] as const,
  );
  return [
    command.summary,
    '',
    `  kinora ${command.name} ${command.usage}`.trimEnd(),
    '',
    ...columns([...rows, ['--help', 'This text.']]),
    '',
  ].join('\n');
}

export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
