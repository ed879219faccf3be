import type { DescMessage } from '@bufbuild/protobuf';
import { services } from '@kinora/server';

export interface EventFacts {
  name: string;
  producer: string;
  /** What the order of events holds for: `video`. */
  aggregate: string;
  /** Names of the fields that say what happened. */
  carries: string[];
  listeners: string[];
}

/** Every event of the product, in the order in which services start. */
export function eventFacts(): EventFacts[] {
  return services.flatMap((producer) =>
    producer.emits.map((event) => ({
      name: event.name,
      producer: producer.name,
      aggregate: aggregateOf(event) ?? 'itself',
      carries: event.fields.map((field) => field.localName),
      listeners: services
        .filter((service) => service.listens.some((consumer) => consumer.event.typeName === event.typeName))
        .map((service) => service.name),
    })),
  );
}

/** By the contracts' custom the first id of an event, or of the message that it carries first, names its aggregate. */
function aggregateOf(event: DescMessage): string | undefined {
  const [first] = event.fields;
  if (first?.name.endsWith('_id')) return first.name.slice(0, -'_id'.length).replaceAll('_', ' ');
  return first?.fieldKind === 'message' ? aggregateOf(first.message) : undefined;
}
