import { eventFacts } from './event-facts.ts';
import { table } from './markers.ts';
import { type ServiceFacts, serviceFacts } from './service-facts.ts';

/** The generated part of ARCHITECTURE.md: drawing, services, events. */
export function architecturePart(): string {
  const facts = serviceFacts();
  return `### Who calls whom

An arrow is a call between services (RPC).

\`\`\`mermaid
${callsDrawing(facts)}
\`\`\`

### Who hears what

A dotted arrow is an event that one service emits and the other listens to.

\`\`\`mermaid
${eventsDrawing(facts)}
\`\`\`

### Services

${table(
  ['service', 'owns', 'routes', 'RPC methods', 'emits', 'listens'],
  facts.map((service) => [
    serviceLink(service.name),
    service.owns,
    String(service.routes.length),
    String(service.rpc.length),
    String(service.emits.length),
    String(service.listens.length),
  ]),
)}

### Events

${table(
  ['event', 'emitted by', 'ordered per', 'carries', 'heard by'],
  eventFacts().map(({ name, producer, aggregate, carries, listeners }) => [
    `\`${name}\``,
    producer,
    aggregate,
    carries.join(', '),
    listeners.join(', ') || 'nobody yet',
  ]),
)}`;
}

/** Roles without a folder of their own live with their service. */
export function serviceFolder(name: string): string {
  return name === 'transcoding-worker' ? 'transcoding' : name;
}

function serviceLink(name: string): string {
  return `[${name}](services/${serviceFolder(name)}/README.md)`;
}

const id = (name: string) => name.replaceAll('-', '_');

function nodes(facts: ServiceFacts[]): string[] {
  return facts.map(({ name }) => `  ${id(name)}["${name}"]`);
}

function callsDrawing(facts: ServiceFacts[]): string {
  const arrows = facts.flatMap(({ name, calls }) => calls.map((peer) => `  ${id(name)} --> ${id(peer)}`));
  // Over HTTP, as from any other machine.
  const worker = facts.some(({ name }) => name === 'transcoding-worker')
    ? ['  transcoding_worker -- "tasks over HTTP" --> transcoding']
    : [];
  return ['flowchart LR', ...nodes(facts), ...arrows, ...worker].join('\n');
}

function eventsDrawing(facts: ServiceFacts[]): string {
  const part = facts.filter(({ emits, listens }) => emits.length + listens.length > 0);
  const arrows = part.flatMap((producer) =>
    part
      .map((listener) => ({
        listener,
        events: producer.emits.filter((event) => listener.listens.includes(event)),
      }))
      .filter(({ events }) => events.length > 0)
      .map(({ listener, events }) => `  ${id(producer.name)} -. "${events.join('<br>')}" .-> ${id(listener.name)}`),
  );
  return ['flowchart LR', ...nodes(part), ...arrows].join('\n');
}
