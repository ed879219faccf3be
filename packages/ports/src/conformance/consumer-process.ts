import type { EventBus } from '../event-bus/event-bus.ts';
import { loadPort, portProcessArguments, say } from './port-process.ts';

/** A consumer that handles its first batch and never acknowledges it: it waits to be killed. */
const { module, argument } = portProcessArguments<{ group: string; from: 'earliest' | 'latest' }>();
const bus = await loadPort<EventBus>(module);
await bus.subscribe({
  group: argument.group,
  from: argument.from,
  handler: async (events) => {
    say(
      'handled',
      events.map((event) => event.eventId),
    );
    await new Promise(() => {});
  },
});
say('subscribed');
