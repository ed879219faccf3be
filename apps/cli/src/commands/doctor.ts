import { type Command, columns } from '../command.ts';
import type { Finding } from '../doctor/finding.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Look at what a server on this machine needs, and say what is missing.',
  usage: '[--json]',
  options: { json: { type: 'boolean', help: 'Print findings as JSON.' } },
  positionals: { min: 0, max: 0 },
  async run({ values, environment, terminal }) {
    const { examine } = await import('../doctor/examine.ts');
    const findings = await examine(environment);
    if (values.json) terminal.out(`${JSON.stringify({ findings })}\n`);
    else
      terminal.out(`${columns(findings.map((finding) => [label(finding), sentence(finding)] as const)).join('\n')}\n`);
    return findings.some(({ state }) => state === 'bad') ? 1 : 0;
  },
};

function label({ state, about }: Finding): string {
  return `${{ good: 'ok  ', poor: 'note', bad: 'BAD ' }[state]} ${about}`;
}

function sentence({ found, remedy }: Finding): string {
  return remedy ? `${found} ${remedy}` : found;
}
