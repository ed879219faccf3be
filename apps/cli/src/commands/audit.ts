import { type Command, CommandError, type CommandInput, text } from '../command.ts';
import { ProgressLine } from '../upload/progress-line.ts';

export const audit: Command = {
  name: 'audit',
  summary: 'Check that the data of a server keeps every promise; run it where the server runs.',
  usage: '[--blobs [--rate MB]] [--json]',
  options: {
    blobs: { type: 'boolean', help: 'Read every stored file instead, and compare it with its checksum.' },
    rate: { type: 'string', help: 'Megabytes a second to read at most; 50 beside a running server.' },
    json: { type: 'boolean', help: 'Print findings as JSON.' },
  },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const { values, environment } = input;
    if (values.blobs === true) return scrub(input);
    if (values.rate !== undefined) throw new CommandError('--rate goes with --blobs.', { exitCode: 2 });
    // The server's own code: loaded only where it is asked for.
    const { runAudit } = await import('@kinora/server/audit');
    return runAudit({ environment, json: values.json === true });
  },
};

async function scrub({ values, environment, terminal, signal }: CommandInput): Promise<number> {
  const rate = text(values, 'rate');
  if (rate !== undefined && !(Number(rate) > 0))
    throw new CommandError('--rate is a number of megabytes, such as 20.', { exitCode: 2 });
  const line = new ProgressLine(terminal);
  const { runScrub } = await import('@kinora/server/scrub');
  return runScrub({
    environment,
    json: values.json === true,
    ...(rate === undefined ? {} : { bytesPerSecond: Number(rate) * 1e6 }),
    signal,
    onProgress: ({ bytes, totalBytes }) => line.update(bytes, totalBytes),
    write: (report) => {
      line.end();
      terminal.out(report);
    },
  });
}
