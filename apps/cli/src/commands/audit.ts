import type { Command } from '../command.ts';

export const audit: Command = {
  name: 'audit',
  summary: 'Check that the data of a server keeps every promise; run it where the server runs.',
  usage: '[--json]',
  options: { json: { type: 'boolean', help: 'Print findings as JSON.' } },
  positionals: { min: 0, max: 0 },
  async run({ values, environment }) {
    // The server's own code: loaded only where it is asked for.
    const { runAudit } = await import('@kinora/server/audit');
    return runAudit({ environment, json: values.json === true });
  },
};
