import { replaceBetween } from './markers.ts';
import type { ServiceFacts } from './service-facts.ts';

/** The five lists of a service's README; what stands around them is written by people. */
export function serviceReadme(page: string, service: ServiceFacts): string {
  return replaceBetween(page, `${service.name} lists`, lists(service));
}

function lists({ owns, routes, rpc, emits, listens, calls }: ServiceFacts): string {
  const answers = [
    ...routes.map(({ method, path, summary }) => `- \`${method} ${path}\`: ${summary}`),
    ...rpc.map(
      ({ name, callers }) => `- RPC \`${name}\`, for ${callers.includes('*') ? 'any service' : callers.join(', ')}`,
    ),
  ];
  return [
    `**Owns** ${owns}.`,
    `**Answers**\n\n${answers.join('\n') || 'Nobody.'}`,
    `**Emits** ${codes(emits)}`,
    `**Listens** to ${codes(listens)}`,
    `**Calls** ${calls.join(', ') || 'nobody'}.`,
  ].join('\n\n');
}

function codes(names: string[]): string {
  return names.length === 0 ? 'nothing.' : `${names.map((name) => `\`${name}\``).join(', ')}.`;
}
